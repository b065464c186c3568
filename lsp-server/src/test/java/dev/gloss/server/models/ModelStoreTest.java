package dev.gloss.server.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.testing.HubInTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  @TempDir Path folder;
  private ModelStore store;

  @BeforeEach
  void open() {
    store = new ModelStore(folder.resolve("models"));
  }

  @Test
  void theFolderMayBeALink() throws IOException {
    pulled("maker/a", "a-Q8_0.gguf");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("models"));
    assertEquals(1, new ModelStore(link).list().size());
    Files.createSymbolicLink(folder.resolve("models/maker/round"), folder.resolve("models"));
    assertEquals(1, store.list().size(), "also where a link leads round in a circle");
  }

  /// Puts a model into the store as a pull does.
  private void pulled(String repository, String... paths) throws IOException {
    for (String path : paths) {
      Path file = store.file(repository, path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, path);
    }
    JsonFile.write(
        ModelStore.recordOf(store.file(repository, paths[0])),
        new PullRecord(
            "http://hub.test",
            repository,
            "2026-01-01T00:00:00Z",
            Arrays.stream(paths)
                .map(
                    path ->
                        new PullRecord.Entry(
                            path,
                            path.length(),
                            new Checksum(
                                Checksum.Kind.SHA256,
                                HubInTest.sha256(path.getBytes(StandardCharsets.UTF_8)))))
                .toList()));
  }

  private void byHand(String path) throws IOException {
    Path file = store.folder().resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
  }

  private String find(String wanted) throws IOException {
    return store.find(wanted).map(StoredModel::name).orElse("none");
  }

  @Test
  void aStoreThatIsNotThereIsEmpty() throws IOException {
    assertEquals(List.of(), store.list());
    assertEquals(List.of(), store.unfinished());
    assertFalse(Files.exists(store.folder()), "looking must not make a folder");
  }

  @Test
  void whatWasPulledAndWhatWasPutThereIsListed() throws IOException {
    pulled("maker/a-GGUF", "a-Q4_K_M.gguf");
    pulled("maker/a-GGUF", "a-Q8_0-00001-of-00002.gguf", "a-Q8_0-00002-of-00002.gguf");
    pulled("maker/f", "config.json", "tokenizer.json", "model.safetensors");
    byHand("mine.gguf");
    byHand("split-00001-of-00002.gguf");
    byHand("split-00002-of-00002.gguf");
    byHand("my-folder/config.json");
    byHand("my-folder/model.safetensors");
    byHand("no-model/config.json");
    byHand("readme.txt");
    assertEquals(
        List.of(
            "maker/a-GGUF:a-Q4_K_M",
            "maker/a-GGUF:a-Q8_0",
            "maker/f",
            "mine",
            "my-folder",
            "split"),
        store.list().stream().map(StoredModel::name).toList());
    assertEquals(2, store.find("split").orElseThrow().files().size());
    assertEquals(store.folder().resolve("maker/f"), store.find("maker/f").orElseThrow().path());
  }

  @Test
  void aPartOfANameIsEnoughWhereItIsTheOnlyOne() throws IOException {
    pulled("maker/coder-1B-GGUF", "coder-1b-q4_k_m.gguf");
    pulled("maker/coder-1B-GGUF", "coder-1b-q8_0.gguf");
    pulled("other/small", "config.json", "model.safetensors");
    assertEquals("maker/coder-1B-GGUF:coder-1b-q8_0", find("maker/coder-1B-GGUF:coder-1b-q8_0"));
    assertEquals("maker/coder-1B-GGUF:coder-1b-q8_0", find("coder-1b-q8_0"));
    assertEquals("maker/coder-1B-GGUF:coder-1b-q8_0", find("maker/coder-1b-gguf:Q8_0"));
    assertEquals(
        "maker/coder-1B-GGUF:coder-1b-q8_0", find("maker/coder-1B-GGUF:coder-1b-q8_0.gguf"));
    assertEquals("maker/coder-1B-GGUF:coder-1b-q4_k_m", find("Q4_K"));
    assertEquals("other/small", find("small"));
    assertEquals("none", find("large"));
    IllegalArgumentException several =
        assertThrows(IllegalArgumentException.class, () -> find("coder"));
    assertTrue(String.valueOf(several.getMessage()).contains("coder-1b-q4_k_m, maker"));
  }

  @Test
  void removingTakesAwayTheModelAndNothingElse() throws IOException {
    pulled("maker/a-GGUF", "a-Q4_K_M.gguf");
    pulled("maker/a-GGUF", "x/a-Q8_0.gguf");
    pulled("other/b-GGUF", "b-Q8_0.gguf");
    byHand("maker/a-GGUF/mine.gguf");
    store.remove(store.find("a-Q8_0").orElseThrow());
    assertFalse(Files.exists(store.folder().resolve("maker/a-GGUF/x")));
    store.remove(store.find("a-Q4_K_M").orElseThrow());
    assertTrue(Files.exists(store.folder().resolve("maker/a-GGUF/mine.gguf")));
    store.remove(store.find("b-Q8_0").orElseThrow());
    assertFalse(Files.exists(store.folder().resolve("other")));
    assertEquals(
        List.of("maker/a-GGUF/mine"), store.list().stream().map(StoredModel::name).toList());
    StoredModel mine = store.find("mine").orElseThrow();
    assertThrows(IllegalArgumentException.class, () -> store.remove(mine));
  }

  @Test
  void aRecordThatLeadsElsewhereIsNoModel() throws IOException {
    pulled("maker/a", "a-Q8_0.gguf");
    Path outside = Files.writeString(folder.resolve("precious.gguf"), "x");
    Path record = ModelStore.recordOf(store.file("maker/a", "a-Q8_0.gguf"));
    for (String lie :
        List.of(
            Files.readString(record).replace("a-Q8_0.gguf", "../../../precious.gguf"),
            Files.readString(record).replace("maker/a", "../.."),
            Files.readString(record).replace("maker/a", "maker/b"),
            "{}",
            "[]",
            "{\"repository\":null,\"files\":[{}]}",
            "nonsense")) {
      Files.writeString(record, lie);
      assertEquals(
          List.of("maker/a/a-Q8_0"), store.list().stream().map(StoredModel::name).toList(), lie);
    }
    assertTrue(Files.exists(outside));
  }

  @Test
  void whatWasBrokenOffCanBeRemoved() throws IOException {
    Path target = store.file("maker/a", "x/a-Q8_0.gguf");
    Files.createDirectories(target.getParent());
    try (var channel = Part.of(target, new HubFile("x/a-Q8_0.gguf", 9, null)).append(null)) {
      assertNotNull(channel);
    }
    ModelStore.Unfinished unfinished = store.unfinished().getFirst();
    assertEquals("maker/a:x/a-Q8_0.gguf", unfinished.name());
    store.remove(unfinished);
    assertEquals(List.of(), store.unfinished());
    assertFalse(Files.exists(store.folder().resolve("maker")));
  }

  @Test
  void damageIsFound() throws IOException {
    pulled("maker/f", "config.json", "tokenizer.json", "model.safetensors");
    Files.delete(store.file("maker/f", "tokenizer.json"));
    Files.writeString(store.file("maker/f", "model.safetensors"), "model.safetensorz");
    assertEquals(
        List.of(
            Verification.State.VERIFIED, Verification.State.MISSING, Verification.State.DAMAGED),
        Verification.of(store.find("maker/f").orElseThrow(), new Silent()).stream()
            .map(Verification.Verdict::state)
            .toList());
  }

  private static final class Silent implements PullListener {
    @Override
    public void chosen(String repository, FileChoice choice) {}

    @Override
    public void begin(String what, Step step, long done, long total) {}

    @Override
    public void advanced(long bytes) {}

    @Override
    public void restarted() {}

    @Override
    public void end() {}

    @Override
    public void note(String sentence) {}
  }
}
