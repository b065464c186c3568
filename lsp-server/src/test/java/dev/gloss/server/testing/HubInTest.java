package dev.gloss.server.testing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A hub on loopback that serves what it is given, with lists and ranges as the real one does, and
/// misbehaves where a test says so. One request a connection.
public final class HubInTest implements AutoCloseable {
  /// What came in so far.
  public final List<Request> requests = new CopyOnWriteArrayList<>();

  private final ServerSocket socket;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, byte[]> lists = new ConcurrentHashMap<>();
  private final Map<String, Deque<UnaryOperator<Reply>>> faults = new ConcurrentHashMap<>();

  /// Starts on a free port.
  public HubInTest() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  /// What came in.
  public record Request(String target, Map<String, String> headers) {
    public String path() {
      return target.replaceFirst("\\?.*", "");
    }

    public @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  /// What goes out.
  ///
  /// @param body of which so many bytes are sent as `sent` says, whatever the headers say
  /// @param latch waited for when those bytes are out, before the connection is closed; null for
  ///   nothing
  public record Reply(
      int status,
      Map<String, String> headers,
      byte[] body,
      int sent,
      @Nullable CountDownLatch latch) {
    public static Reply of(int status, byte[] body) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("Content-Length", Integer.toString(body.length));
      return new Reply(status, headers, body, body.length, null);
    }

    public static Reply of(int status) {
      return of(status, ("error " + status).getBytes(StandardCharsets.UTF_8));
    }

    public Reply with(String header, String value) {
      Map<String, String> all = new LinkedHashMap<>(headers);
      all.put(header, value);
      return new Reply(status, all, body, sent, latch);
    }

    public Reply without(String header) {
      Map<String, String> all = new LinkedHashMap<>(headers);
      all.remove(header);
      return new Reply(status, all, body, sent, latch);
    }

    public Reply cutAfter(int bytes) {
      return new Reply(status, headers, body, Math.min(bytes, body.length), latch);
    }

    public Reply itself() {
      return this;
    }

    /// Nothing is sent at all, not even the head.
    public Reply silent() {
      return new Reply(0, headers, body, 0, latch);
    }

    public Reply thenWait(CountDownLatch latch) {
      return new Reply(status, headers, body, sent, latch);
    }
  }

  /// Where it listens.
  public URI address() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /// Serves a file; call [#list] afterwards for it to be listed.
  public void file(String repository, String path, byte[] content) {
    files.put("/" + repository + "/resolve/main/" + path, content);
  }

  /// Lists the files that were given for a repository, with checksums as the real hub has them.
  public void list(String repository) {
    lists.put(repository, bytes(listOf(repository, true)));
  }

  /// Lists them without checksums.
  public void listWithoutChecksums(String repository) {
    lists.put(repository, bytes(listOf(repository, false)));
  }

  /// Lists these very paths, whether there are such files or not.
  public void listPaths(String repository, String... paths) {
    ArrayNode list = new JsonMapper().createArrayNode();
    for (String path : paths) {
      list.addObject().put("type", "file").put("path", path).put("size", 4);
    }
    lists.put(repository, bytes(list));
  }

  /// Changes what the next requests for a path get, one change a request.
  @SafeVarargs
  public final void misbehave(String pathEnd, UnaryOperator<Reply>... changes) {
    faults.computeIfAbsent(pathEnd, end -> new ArrayDeque<>()).addAll(Arrays.asList(changes));
  }

  /// The requests for paths that end so.
  public List<Request> requestsFor(String pathEnd) {
    return requests.stream().filter(request -> request.path().endsWith(pathEnd)).toList();
  }

  /// Waits until a process asks for a path that ends so.
  public void awaitRequestOf(Process process, String pathEnd) throws InterruptedException {
    process
        .onExit()
        .thenRun(
            () -> {
              synchronized (requests) {
                requests.notifyAll();
              }
            });
    synchronized (requests) {
      while (requestsFor(pathEnd).isEmpty()) {
        if (!process.isAlive()) {
          throw new IllegalStateException("the process ended with " + process.exitValue());
        }
        requests.wait();
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// Bytes that begin as a GGUF file does.
  public static byte[] content(int size, long seed) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed).nextBytes(bytes);
    System.arraycopy("GGUF".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, Math.min(4, size));
    return bytes;
  }

  /// The SHA-256 in hexadecimal digits.
  public static String sha256(byte[] bytes) {
    return hex("SHA-256", bytes);
  }

  /// Git's name of a blob.
  public static String gitSha1(byte[] bytes) {
    byte[] head = ("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, all, head.length, bytes.length);
    return hex("SHA-1", all);
  }

  private static String hex(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(Object json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private ArrayNode listOf(String repository, boolean checksums) {
    ArrayNode list = new JsonMapper().createArrayNode();
    list.addObject().put("type", "directory").put("path", "folder").put("oid", "0".repeat(40));
    String prefix = "/" + repository + "/resolve/main/";
    new TreeMap<>(files)
        .forEach(
            (path, content) -> {
              if (path.startsWith(prefix)) {
                ObjectNode entry = list.addObject().put("type", "file");
                entry.put("path", path.substring(prefix.length())).put("size", content.length);
                if (checksums && path.matches(".*\\.(gguf|safetensors)")) {
                  entry.put("oid", "0".repeat(40));
                  entry.putObject("lfs").put("oid", sha256(content)).put("size", content.length);
                } else if (checksums) {
                  entry.put("oid", gitSha1(content));
                }
              }
            });
    return list;
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      Request request = read(in);
      synchronized (requests) {
        requests.add(request);
        requests.notifyAll();
      }
      write(change(request, reply(request)), connection.getOutputStream());
    } catch (IOException e) {
      // The other side is gone, as some tests want it.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Request read(BufferedReader in) throws IOException {
    String first = in.readLine();
    if (first == null) {
      throw new IOException("nothing was asked");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Request(first.split(" ")[1], headers);
  }

  private Reply reply(Request request) {
    String path = request.path().replaceFirst("^http://[^/]*", "").replace("%20", " ");
    if (path.startsWith("/api/models/")) {
      String repository = path.replaceFirst("/api/models/", "").replaceFirst("/tree/main$", "");
      byte[] list = lists.get(repository);
      return list == null ? Reply.of(404) : Reply.of(200, list);
    }
    byte[] content = files.get(path);
    if (content == null) {
      return Reply.of(404);
    }
    String etag = "\"" + sha256(content).substring(0, 16) + "\"";
    String range = request.header("Range");
    if (range == null) {
      return Reply.of(200, content).with("ETag", etag);
    }
    int start = Integer.parseInt(range.replaceAll("\\D", ""));
    if (start >= content.length) {
      return Reply.of(416).with("Content-Range", "bytes */" + content.length);
    }
    return Reply.of(206, Arrays.copyOfRange(content, start, content.length))
        .with("ETag", etag)
        .with(
            "Content-Range", "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
  }

  private synchronized Reply change(Request request, Reply reply) {
    for (Map.Entry<String, Deque<UnaryOperator<Reply>>> fault : faults.entrySet()) {
      if (request.path().endsWith(fault.getKey()) && !fault.getValue().isEmpty()) {
        return fault.getValue().remove().apply(reply);
      }
    }
    return reply;
  }

  private static void write(Reply reply, OutputStream out)
      throws IOException, InterruptedException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " X\r\n");
    reply.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Connection: close\r\n\r\n");
    if (reply.status() > 0) {
      out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.write(reply.body(), 0, reply.sent());
      out.flush();
    }
    if (reply.latch() != null) {
      reply.latch().await();
    }
  }
}
