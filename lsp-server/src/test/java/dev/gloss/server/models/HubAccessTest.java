package dev.gloss.server.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubAccessTest {
  private static final Map<String, String> PROXY =
      Map.of("https_proxy", "http://proxy.test:3128", "NO_PROXY", "intern.test, .corp.test,h:8443");

  private static String proxy(Map<String, String> environment, String uri) {
    Proxy proxy = new EnvironmentProxies(environment, null).select(URI.create(uri)).getFirst();
    return proxy.address() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : "direct";
  }

  @Test
  void theEnvironmentNamesProxies() {
    assertEquals("proxy.test:3128", proxy(PROXY, "https://hub.test/x"));
    assertEquals("direct", proxy(PROXY, "http://hub.test/x"));
    assertEquals("all.test:80", proxy(Map.of("ALL_PROXY", "all.test"), "http://hub.test/x"));
    assertEquals("a.test:1", proxy(Map.of("HTTP_PROXY", "http://a.test:1/"), "http://hub.test"));
  }

  @Test
  void whatIsExemptIsAskedDirectly() {
    assertEquals("direct", proxy(PROXY, "https://intern.test/x"));
    assertEquals("direct", proxy(PROXY, "https://a.intern.test/x"));
    assertEquals("direct", proxy(PROXY, "https://b.corp.test/x"));
    assertEquals("direct", proxy(PROXY, "https://h:8443/x"));
    assertEquals("proxy.test:3128", proxy(PROXY, "https://h/x"));
    assertEquals("proxy.test:3128", proxy(PROXY, "https://nointern.test/x"));
    assertEquals("direct", proxy(PROXY, "https://localhost:8443/x"));
    assertEquals("direct", proxy(PROXY, "https://127.0.0.1/x"));
    assertEquals(
        "direct", proxy(Map.of("HTTPS_PROXY", "p:1", "no_proxy", "*"), "https://hub.test"));
  }

  @Test
  void aProxyThatIsNoneIsNamedWithoutItsPassword() {
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> proxy(Map.of("HTTPS_PROXY", "http://me:hidden@p:1"), "https://hub.test"));
    assertTrue(String.valueOf(failure.getMessage()).startsWith("HTTPS_PROXY: expected"));
    assertFalse(String.valueOf(failure.getMessage()).contains("hidden"));
  }

  @Test
  void theEnvironmentWinsOverTheSetting() {
    HubAccess usual = HubAccess.of(Map.of("HF_TOKEN", " "), null, null);
    assertEquals(HubAccess.DEFAULT_HUB, usual.address());
    assertNull(usual.token());
    assertFalse(usual.isMirror());
    HubAccess set = HubAccess.of(Map.of("HF_TOKEN", "t"), "https://mirror.test/hf/", null);
    assertEquals(URI.create("https://mirror.test/hf"), set.address());
    assertEquals("t", set.token());
    assertTrue(set.isMirror());
    assertEquals(
        URI.create("http://127.0.0.1:8000"),
        HubAccess.of(Map.of("HF_ENDPOINT", "http://127.0.0.1:8000"), "https://m.test", null)
            .address());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mirror.test", "ftp://mirror.test", "https://", "https://a:b@m.test", "x y"})
  void aMirrorThatIsNoneIsNamed(String mirror) {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> HubAccess.of(Map.of(), mirror, null));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("hub.mirror: expected http(s)://HOST"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "a/b/c",
        "../b",
        "a/..",
        "a/b:",
        "a/b:../c",
        "a b/c",
        "a/b..c",
        "",
        "/a/b",
        "a/b."
      })
  void namesThatAreNoneAreRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> HubName.parse(name));
    assertFalse(HubName.looksLike(name));
  }

  @Test
  void aTokenWithAStrangeCharacterIsRefusedAndNotTold() {
    String token = "abc\u200bdef";
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> HubAccess.of(Map.of("HF_TOKEN", token), null, null))
                .getMessage());
    assertTrue(message.startsWith("HF_TOKEN"), message);
    assertFalse(message.contains("abc"), message);
  }

  @Test
  void theProxyOfTheSettingsIsTakenWhereTheEnvironmentNamesNone() {
    URI uri = URI.create("https://hub.test/x");
    HubAccess set = HubAccess.of(Map.of(), null, "http://proxy.test:3128");
    assertEquals(
        "proxy.test:3128",
        set.proxies().select(uri).getFirst().address().toString().replaceAll("/.*:", ":"));
    HubAccess both =
        HubAccess.of(Map.of("HTTPS_PROXY", "http://other.test:1"), null, "http://proxy.test:3128");
    assertTrue(both.proxies().select(uri).getFirst().toString().contains("other.test"));
  }
}
