package dev.gloss.server.cli;

import picocli.CommandLine.IVersionProvider;

/// The version, as the build wrote it into the jar's manifest.
final class Version implements IVersionProvider {

  /// The version, `development` where the classes come from no jar.
  static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"gloss " + current()};
  }
}
