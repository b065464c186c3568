package dev.gloss.inference.convert;

import dev.gloss.inference.convert.ConversionListener.WrittenTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.ToLongFunction;

/// A file that begins with a header and has all tensors behind it.
///
/// @param header what stands in front
/// @param tensors in order
/// @param sizeBytes bytes of a tensor, whatever belongs to it included
/// @param alignment that tensors begin at multiples of, filled up with zeros
record ModelFile(
    byte[] header,
    List<OutputTensor> tensors,
    ToLongFunction<OutputTensor> sizeBytes,
    int alignment) {

  /// A GGUF file.
  static ModelFile gguf(GgufHeader header, List<OutputTensor> tensors) {
    return new ModelFile(
        header.bytes(tensors), tensors, OutputTensor::sizeBytes, GgufHeader.ALIGNMENT);
  }

  /// A safetensors file.
  static ModelFile safetensors(List<OutputTensor> tensors) {
    return new ModelFile(
        SafetensorsHeader.bytes(tensors), tensors, SafetensorsHeader::sizeBytes, 1);
  }

  /// Bytes of the whole file.
  long totalBytes() {
    long bytes = header.length;
    for (OutputTensor tensor : tensors) {
      bytes += aligned(sizeBytes.applyAsLong(tensor));
    }
    return bytes;
  }

  private long aligned(long bytes) {
    return Math.ceilDiv(bytes, alignment) * alignment;
  }

  /// Writes the file.
  ///
  /// @param threads that encode
  /// @throws dev.gloss.inference.ModelException if a tensor holds a number that its type cannot
  void write(Path file, int threads, ConversionListener listener) throws IOException {
    listener.planned(tensors.size(), totalBytes());
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        TensorOutput output = new TensorOutput(channel, threads)) {
      write(channel, header);
      for (OutputTensor tensor : tensors) {
        long bytes = sizeBytes.applyAsLong(tensor);
        RoundingError error = output.write(tensor);
        write(channel, new byte[(int) (aligned(bytes) - bytes)]);
        listener.written(
            new WrittenTensor(
                tensor.name(), tensor.dtype(), tensor.shape(), bytes, error.relative()));
      }
      channel.force(true);
    }
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
