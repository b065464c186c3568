package dev.gloss.server.web;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What the web side counted since it started. Safe for use by many threads.
final class WebCounters {
  private final LongAdder[] responses = new LongAdder[6];
  final LongAdder refused = new LongAdder();
  final LongAdder lspMessages = new LongAdder();
  final LongAdder traceMessages = new LongAdder();
  final AtomicInteger lspConnections = new AtomicInteger();
  final AtomicInteger traceConnections = new AtomicInteger();

  WebCounters() {
    for (int i = 0; i < responses.length; i++) {
      responses[i] = new LongAdder();
    }
  }

  /// Counts a response by the first digit of its status.
  void response(int status) {
    responses[Math.clamp(status / 100, 0, responses.length - 1)].increment();
  }

  /// The counters in Prometheus' text format, version 0.0.4.
  String text() {
    StringBuilder out = new StringBuilder();
    head(out, "gloss_http_responses_total", "counter", "HTTP responses by class of status.");
    for (int digit = 1; digit < responses.length; digit++) {
      out.append("gloss_http_responses_total{status=\"%dxx\"} ".formatted(digit))
          .append(responses[digit].sum())
          .append('\n');
    }
    one(
        out,
        "gloss_http_refused_total",
        "counter",
        "Requests refused for host, origin or token.",
        refused.sum());
    one(
        out,
        "gloss_lsp_messages_total",
        "counter",
        "Messages received on /lsp.",
        lspMessages.sum());
    one(
        out,
        "gloss_trace_messages_total",
        "counter",
        "Messages sent on /trace.",
        traceMessages.sum());
    one(out, "gloss_lsp_connections", "gauge", "Open WebSockets on /lsp.", lspConnections.get());
    one(
        out,
        "gloss_trace_connections",
        "gauge",
        "Open WebSockets on /trace.",
        traceConnections.get());
    return out.toString();
  }

  static void one(StringBuilder out, String name, String type, String help, long value) {
    head(out, name, type, help);
    out.append(name).append(' ').append(value).append('\n');
  }

  private static void head(StringBuilder out, String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }
}
