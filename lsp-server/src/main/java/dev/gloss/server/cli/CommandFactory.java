package dev.gloss.server.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/// Makes commands, and gives the process's streams to those that ask for them in their constructor.
final class CommandFactory implements IFactory {
  private final IFactory defaults = CommandLine.defaultFactory();
  private final StandardStreams streams;

  CommandFactory(StandardStreams streams) {
    this.streams = streams;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 1
          && constructor.getParameterTypes()[0] == StandardStreams.class) {
        return type.cast(constructor.newInstance(streams));
      }
    }
    return defaults.create(type);
  }
}
