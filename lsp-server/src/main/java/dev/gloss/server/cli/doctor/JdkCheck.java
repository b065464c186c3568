package dev.gloss.server.cli.doctor;

/// Whether the running Java is the one Gloss is made for.
public final class JdkCheck implements Check {
  private static final int WANTED = 25;

  @Override
  public Finding look() {
    Runtime.Version version = Runtime.version();
    String what =
        "Java %s (%s) in %s"
            .formatted(version, System.getProperty("java.vendor"), System.getProperty("java.home"));
    return version.feature() == WANTED
        ? Finding.ok("jdk", what)
        : Finding.fail("jdk", what + "; Gloss needs a JDK " + WANTED);
  }
}
