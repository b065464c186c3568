package dev.gloss.server.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Whether `gloss serve` would get its port.
public final class PortCheck implements Check {
  private final int port;

  /// @param port the port that is wanted
  public PortCheck(int port) {
    this.port = port;
  }

  @Override
  public Finding look() {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return Finding.ok("port", "port " + socket.getLocalPort() + " is free for 'gloss serve'");
    } catch (IOException e) {
      return Finding.warn(
          "port",
          "port "
              + port
              + " is taken ("
              + e.getMessage()
              + "); stop what uses it, or give 'gloss serve --port N' another");
    }
  }
}
