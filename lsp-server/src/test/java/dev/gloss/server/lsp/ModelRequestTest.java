package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.gloss.server.assist.AssistException;
import dev.gloss.server.assist.ModelSwitch;
import dev.gloss.server.assist.Role;
import dev.gloss.server.config.CacheNumbers;
import dev.gloss.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `gloss/model` and the settings that change models, as an editor sees them.
@Timeout(60)
class ModelRequestTest {
  private static final Settings.Models STARTED =
      new Settings.Models("small", null, 0, CacheNumbers.F32, true, new Settings.Hub(null, null));

  private final WishList models = new WishList();
  private final EditorInTest editor =
      EditorInTest.start(models, Settings.DEFAULTS.withModels(STARTED));

  @AfterEach
  void stop() throws Exception {
    editor.close();
  }

  private static ModelSwitch.Wish wish(String model, boolean unloadFirst, Role... roles) {
    return new ModelSwitch.Wish(model, Set.of(roles), unloadFirst, false);
  }

  private ResponseError refused(String params) {
    ExecutionException e = assertThrows(ExecutionException.class, () -> editor.model(params).get());
    return assertInstanceOf(ResponseErrorException.class, e.getCause()).getResponseError();
  }

  @Test
  void withoutAWishItTellsWhatThereIs() throws Exception {
    editor.initialize(params -> {});
    for (String params : List.of("{}", "null", "{\"for\":\"explain\"}")) {
      JsonElement reply = editor.model(params).get();
      assertEquals(
          JsonParser.parseString(
              """
              {"completion": {"path": "/m/small.gguf", "name": "small", "dtype": "Q4_K",
                              "contextLength": 4096, "memoryBytes": 1000},
               "models": [{"name": "small", "path": "/m/small.gguf", "bytes": 900}]}
              """),
          reply);
      checkSchema(reply);
    }
    assertTrue(models.wishes.isEmpty());
  }

  @Test
  void aWishIsPassedOn() throws Exception {
    editor.initialize(params -> {});
    checkSchema(editor.model("{\"use\":\"big\"}").get());
    assertEquals(wish("big", false, Role.COMPLETION, Role.EXPLANATION), models.wishes.take());
    editor
        .model("{\"use\":\"big\",\"for\":\"explain\",\"unloadFirst\":true,\"remember\":true}")
        .get();
    assertEquals(
        new ModelSwitch.Wish("big", EnumSet.of(Role.EXPLANATION), true, true),
        models.wishes.take());
  }

  @Test
  void aRefusalSaysWhetherUnloadingWouldHelp() throws Exception {
    editor.initialize(params -> {});
    models.refusal = new ModelSwitch.NoRoom("both do not fit");
    ResponseError noRoom = refused("{\"use\":\"big\"}");
    assertEquals(ResponseErrorCode.RequestFailed.getValue(), noRoom.getCode());
    assertEquals("both do not fit", noRoom.getMessage());
    assertEquals("{\"unloadFirst\":true}", noRoom.getData().toString());
    models.refusal = new AssistException("no such model");
    assertEquals(null, refused("{\"use\":\"big\"}").getData());
    assertEquals(
        ResponseErrorCode.InvalidParams.getValue(),
        refused("{\"use\":\"big\",\"for\":\"everything\"}").getCode());
    assertEquals(
        ResponseErrorCode.InvalidParams.getValue(), refused("{\"use\":[\"big\"]}").getCode());
  }

  @Test
  void aSettingThatChangesIsFollowed() throws Exception {
    editor.initialize(
        params -> params.setInitializationOptions(JsonParser.parseString("{\"trace\":false}")));
    editor.configure("{\"gloss\":{\"model\":\"small\"}}");
    editor.configure("{\"gloss\":{\"model\":\"big\"}}");
    assertEquals(wish("big", false, Role.COMPLETION, Role.EXPLANATION), models.wishes.take());
    editor.configure("{\"gloss\":{\"model\":\"big\",\"explain\":{\"model\":\"thinker\"}}}");
    assertEquals(wish("thinker", false, Role.EXPLANATION), models.wishes.take());
    editor.configure("{\"gloss\":{}}");
    assertEquals(wish("small", false, Role.COMPLETION, Role.EXPLANATION), models.wishes.take());
  }

  @Test
  void aModelInTheFirstSettingsIsFollowed() throws Exception {
    editor.initialize(
        params -> params.setInitializationOptions(JsonParser.parseString("{\"model\":\"big\"}")));
    assertEquals(wish("big", false, Role.COMPLETION, Role.EXPLANATION), models.wishes.take());
  }

  @Test
  void aSettingUnloadsFirstWhereItMust() throws Exception {
    editor.initialize(params -> {});
    models.refusal = new ModelSwitch.NoRoom("both do not fit");
    editor.configure("{\"gloss\":{\"explain\":{\"model\":\"big\"}}}");
    assertEquals(wish("big", false, Role.EXPLANATION), models.wishes.take());
    assertTrue(editor.logs.take().startsWith("both do not fit"));
    assertEquals(wish("big", true, Role.EXPLANATION), models.wishes.take());
    models.refusal = new AssistException("no such model");
    editor.configure("{\"gloss\":{\"model\":\"none\",\"explain\":{\"model\":\"big\"}}}");
    assertEquals("no such model", editor.messages.take());
  }

  private static void checkSchema(JsonElement reply) throws IOException {
    Path file = Path.of(System.getProperty("gloss.root"), "docs/schema/model.schema.json");
    assertEquals(
        Set.of(),
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(file))
            .validate(reply.toString(), InputFormat.JSON));
  }

  /// Writes down what is wished for.
  private static final class WishList implements ModelSwitch {
    final BlockingQueue<Wish> wishes = new LinkedBlockingQueue<>();
    volatile @Nullable AssistException refusal;

    @Override
    public State state() {
      return new State(
          List.of(new Known("small", "/m/small.gguf", 900)),
          Optional.of(new Served("/m/small.gguf", "small", "Q4_K", 4096, 1000)),
          Optional.empty());
    }

    @Override
    public void use(Wish wish) {
      wishes.add(wish);
      AssistException thrown = refusal;
      if (thrown != null && !(thrown instanceof NoRoom && wish.unloadFirst())) {
        throw thrown;
      }
    }
  }
}
