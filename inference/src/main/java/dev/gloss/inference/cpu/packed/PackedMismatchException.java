package dev.gloss.inference.cpu.packed;

import java.io.Serial;

/// A file of packed weights holds others than those that are asked for; it is not to be used.
public final class PackedMismatchException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  PackedMismatchException(String message) {
    super(message);
  }
}
