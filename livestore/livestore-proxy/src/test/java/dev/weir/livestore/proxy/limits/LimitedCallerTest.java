package dev.weir.livestore.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.proxy.access.Principal;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class LimitedCallerTest {
  private static LimitedCaller anonymous(String address) throws Exception {
    return LimitedCaller.of(Principal.ANYBODY, InetAddress.getByName(address));
  }

  @Test
  void of_aPrincipal_isItselfWhereverItComesFrom() throws Exception {
    var anna = new Principal("anna");
    assertThat(LimitedCaller.of(anna, InetAddress.getByName("192.0.2.1")))
        .isEqualTo(LimitedCaller.of(anna))
        .isNotEqualTo(LimitedCaller.of(new Principal("ben")));
  }

  @Test
  void of_anybody_isTheAddress() throws Exception {
    assertThat(anonymous("192.0.2.1")).isNotEqualTo(anonymous("192.0.2.2"));
  }

  @Test
  void of_anybodyWithIpv6_isTheNetworkThatAClientChoosesFrom() throws Exception {
    assertThat(anonymous("2001:db8:1:2::3"))
        .isEqualTo(anonymous("2001:db8:1:2:ffff::4"))
        .isNotEqualTo(anonymous("2001:db8:1:3::3"));
  }

  @Test
  void of_aPrincipalNamedLikeAnAddress_isNotThatAddress() throws Exception {
    assertThat(LimitedCaller.of(new Principal("c0000201"))).isNotEqualTo(anonymous("192.0.2.1"));
  }
}
