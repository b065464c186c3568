package dev.gloss.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A person's own settings, `gloss.json` in the folder of [UserFolders#config()]: the same names as
/// in an editor. What an editor says wins.
public final class SettingsFile {
  private static final String NAME = "gloss.json";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path file;

  /// @param folder need not exist
  public SettingsFile(Path folder) {
    this.file = folder.resolve(NAME);
  }

  /// Where it is, or would be.
  public Path path() {
    return file;
  }

  /// Reads the settings; the defaults where there is no such file, or it cannot be read.
  ///
  /// @return problems that name the file and the field, one line each
  public SettingsReader.Result read() {
    List<String> problems = new ArrayList<>();
    Settings settings = Settings.DEFAULTS;
    try {
      SettingsNode node = new SettingsNode("", section(tree()), problems);
      settings = SettingsReader.read(node, settings);
      node.reportUnknown();
    } catch (NoSuchFileException e) {
      return new SettingsReader.Result(settings, List.of());
    } catch (IOException e) {
      problems.add(reason(e));
    }
    return new SettingsReader.Result(
        settings, problems.stream().map(problem -> file + ": " + problem).toList());
  }

  /// Sets one value and leaves everything else as it is.
  ///
  /// @param name with points between the names of objects and what is in them, as in
  ///   `explain.model`
  /// @param value null takes the setting away
  /// @throws IOException if the file cannot be written, or what is there is no JSON object and
  ///   would be lost; the message names it
  public void set(String name, @Nullable String value) throws IOException {
    JsonNode root;
    try {
      root = tree();
    } catch (NoSuchFileException e) {
      root = MAPPER.createObjectNode();
    } catch (IOException e) {
      throw new IOException(file + ": " + reason(e) + "; mend it first", e);
    }
    if (!(section(root) instanceof ObjectNode object)) {
      throw new IOException(file + ": expected a JSON object; mend it first");
    }
    set(object, List.of(name.split("\\.")), value);
    write(root.toPrettyString() + "\n");
  }

  private JsonNode tree() throws IOException {
    return MAPPER.readTree(Files.readString(file));
  }

  /// The settings may stand under `gloss`, as in an editor's file.
  private static JsonNode section(JsonNode root) {
    return root.path("gloss").isObject() ? root.path("gloss") : root;
  }

  private static void set(ObjectNode object, List<String> names, @Nullable String value) {
    String first = names.getFirst();
    if (names.size() > 1) {
      ObjectNode child =
          object.get(first) instanceof ObjectNode known ? known : object.putObject(first);
      set(child, names.subList(1, names.size()), value);
    } else if (value == null) {
      object.remove(first);
    } else {
      object.put(first, value);
    }
  }

  private void write(String text) throws IOException {
    try {
      // Through a link, for those who keep such files in a repository.
      Path target = Files.exists(file) ? file.toRealPath() : file;
      Files.createDirectories(target.getParent());
      Path fresh = target.resolveSibling(NAME + ".new");
      Files.writeString(fresh, text);
      Files.move(
          fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written: " + e, e);
    }
  }

  private static String reason(IOException failure) {
    return failure instanceof JsonProcessingException json
        ? "not JSON"
            + (json.getLocation() == null ? "" : " (line " + json.getLocation().getLineNr() + ")")
            + ": "
            + json.getOriginalMessage()
        : "cannot be read: " + failure;
  }
}
