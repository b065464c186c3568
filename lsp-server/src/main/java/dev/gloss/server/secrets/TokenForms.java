package dev.gloss.server.secrets;

import java.util.List;

/// The forms of access tokens that their issuers publish and that scanners for secrets know
/// (gitleaks, GitHub's secret scanning, detect-secrets), one a line, in the notation of
/// [TokenForm]. Where an issuer fixes the length and the beginning says enough, more characters
/// belong to the token; where the beginning is short, the length is part of the form.
final class TokenForms {
  private static final String CLOUDS =
      """
      \\bA3T[0-9A-Z]{17}\\b
      \\bAKIA[0-9A-Z]{16}\\b
      \\bASIA[0-9A-Z]{16}\\b
      \\bABIA[0-9A-Z]{16}\\b
      \\bACCA[0-9A-Z]{16}\\b
      \\bABSK[A-Za-z0-9+/]{109,}
      bedrock-api-key-[A-Za-z0-9+/=_-]{28,}
      amzn.mws.[0-9a-f-]{36}
      \\bAIza[A-Za-z0-9_-]{35}
      GOCSPX-[A-Za-z0-9_-]{28,}
      \\bya29\\.[A-Za-z0-9_-]{20,}
      \\b1//0[A-Za-z0-9_-]{40,}
      [A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}
      [A-Za-z0-9+/]{76}JQQJ99[A-Za-z0-9+/=]{2,}
      AccountKey=[A-Za-z0-9+/]{64,}
      SharedAccessKey=[A-Za-z0-9+/]{40,}
      \\bLTAI[A-Za-z0-9]{20}\\b
      \\bAKID[A-Za-z0-9]{32}\\b
      \\bdo[opr]_v1_[a-f0-9]{64,}
      \\bhvs\\.[A-Za-z0-9_-]{90,}
      \\bhvb\\.[A-Za-z0-9_-]{138,}
      ? \\bs\\.[A-Za-z0-9]{24}\\b
      [A-Za-z0-9]{14}.atlasv1.[A-Za-z0-9=_-]{60,}
      HRKU-AA[A-Za-z0-9_-]{58,}
      \\bv1.0-[a-f0-9]{24}-[a-f0-9]{146,}
      \\bfo1_[A-Za-z0-9_-]{43,}
      \\bfm1[ar]_[A-Za-z0-9+/]{100,}
      \\bfm2_[A-Za-z0-9+/]{100,}
      \\bpul-[a-f0-9]{40,}
      \\bpnu_[A-Za-z0-9]{36,}
      \\bpscale_tkn_[A-Za-z0-9_=.-]{32,}
      \\bpscale_oauth_[A-Za-z0-9_=.-]{32,}
      \\bpscale_pw_[A-Za-z0-9_=.-]{32,}
      \\bsbp_[a-f0-9]{40,}
      \\b4b1d[A-Za-z0-9]{38}\\b
      \\bsha256~[A-Za-z0-9_-]{43}
      \\bt1.[A-Za-z0-9_-]{20,}.[A-Za-z0-9_-]{86}
      \\bAQVN[A-Za-z0-9_-]{35,38}\\b
      tk-us-[A-Za-z0-9_-]{48,}
      """;

  private static final String CODE =
      """
      gh[pousr]_[A-Za-z0-9]{36,}
      github_pat_[A-Za-z0-9_]{82,}
      glpat-[A-Za-z0-9_-]{20,}
      glpat-[A-Za-z0-9_-]{27,}.[0-9a-z]{9}
      glcbt-[A-Za-z0-9]{1,5}_[A-Za-z0-9_-]{20,}
      gldt-[A-Za-z0-9_-]{20,}
      glffct-[A-Za-z0-9_-]{20,}
      glft-[A-Za-z0-9_-]{20,}
      glimt-[A-Za-z0-9_-]{25,}
      glagent-[A-Za-z0-9_-]{50,}
      gloas-[A-Za-z0-9_-]{64,}
      glptt-[a-f0-9]{40,}
      GR1348941[A-Za-z0-9_-]{20,}
      glrt-[A-Za-z0-9_-]{20,}
      glrt-t[0-9]_[A-Za-z0-9_-]{27,}.[0-9a-z]{9}
      glsoat-[A-Za-z0-9_-]{20,}
      _gitlab_session=[0-9a-z]{32,}
      \\bATATT3[A-Za-z0-9_=-]{150,}
      \\bATCTT3[A-Za-z0-9_=-]{150,}
      \\bATBB[A-Za-z0-9_=.-]{32}\\b
      \\bnpm_[A-Za-z0-9]{36,}
      pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}
      pypi-AgENdGVzdC5weXBpLm9yZ[A-Za-z0-9_-]{50,}
      \\brubygems_[a-f0-9]{48,}
      CLOJARS_[A-Za-z0-9]{60,}
      clojars_[A-Za-z0-9]{60,}
      \\boy2[a-z0-9]{43}\\b
      dckr_[op]at_[A-Za-z0-9_-]{27,}
      \\bAKCp[A-Za-z0-9]{69,}
      \\bcmVmd[A-Za-z0-9]{59}\\b
      \\bsq[upa]_[a-f0-9]{40}\\b
      \\bsgp_[a-f0-9]{40,}
      \\bsgp_[a-f0-9]{16}_[a-f0-9]{40,}
      \\bsgp_local_[a-f0-9]{40,}
      \\bAPI-[A-Z0-9]{26}\\b
      \\bdp.pt.[A-Za-z0-9]{43,}
      \\bdp.st.[A-Za-z0-9_.-]{43,}
      \\bdp.ct.[A-Za-z0-9]{43,}
      \\bA3-[A-Z0-9]{6}-[A-Z0-9]{11}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}\\b
      \\bA3-[A-Z0-9]{6}-[A-Z0-9]{6}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}\\b
      ops_eyJ[A-Za-z0-9+/]{200,}
      AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58,}
      PMAK-[A-Fa-f0-9]{24}-[A-Fa-f0-9]{34,}
      [ps]at.[A-Za-z0-9_-]{22}.[A-Za-z0-9]{24}.[A-Za-z0-9]{20}
      \\bey[A-Za-z0-9_-]{10,}.ey[A-Za-z0-9_/-]{10,}.[A-Za-z0-9_/-]{10,}
      \\bey[A-Za-z0-9_-]{17,}.ey[A-Za-z0-9_/-]{17,}.
      \\bZXlK[A-Za-z0-9+/=_-]{60,}
      """;

  private static final String SERVICES =
      """
      \\bsk-[A-Za-z0-9_-]{32,}
      \\bpplx-[A-Za-z0-9]{48,}
      \\bgsk_[A-Za-z0-9]{50,}
      \\bxai-[A-Za-z0-9]{70,}
      \\br8_[A-Za-z0-9]{37,}
      nvapi-[A-Za-z0-9_-]{60,}
      \\bhf_[A-Za-z0-9]{34,}
      \\bapi_org_[A-Za-z0-9]{34,}
      \\blsv2_[ps][tk]_[a-f0-9]{32}_[a-f0-9]{10,}
      \\bdapi[a-f0-9]{32}
      \\b[sr]k_live_[A-Za-z0-9]{10,}
      \\b[sr]k_test_[A-Za-z0-9]{10,}
      \\b[sr]k_prod_[A-Za-z0-9]{10,}
      \\bwhsec_[A-Za-z0-9+/=]{24,}
      \\bsq0atp-[A-Za-z0-9_-]{22,}
      \\bsq0csp-[A-Za-z0-9_-]{43,}
      ? \\bEAAA[A-Za-z0-9_-]{22,60}\\b
      \\bEAA[MC][A-Za-z0-9]{100,}
      \\bEZ[AT]K[A-Za-z0-9]{54}\\b
      FLWSECK_TEST-[A-Ha-h0-9]{12,}
      FLWSECK_TEST-[A-Ha-h0-9]{32,}-X
      FLWSECK-[A-Ha-h0-9]{32,}-X
      FLWPUBK_TEST-[A-Ha-h0-9]{32,}-X
      duffel_test_[A-Za-z0-9_=-]{43,}
      duffel_live_[A-Za-z0-9_=-]{43,}
      shppa_[A-Fa-f0-9]{32,}
      shpat_[A-Fa-f0-9]{32,}
      shpca_[A-Fa-f0-9]{32,}
      shpss_[A-Fa-f0-9]{32,}
      \\bshippo_live_[A-Fa-f0-9]{40,}
      \\bshippo_test_[A-Fa-f0-9]{40,}
      xoxb-[0-9]{8,14}-[A-Za-z0-9-]{6,}
      xoxe.xox[bp]-[0-9]-[A-Z0-9]{160,}
      xoxe-[0-9]-[A-Z0-9]{140,}
      xox[os]-[0-9]{1,}-[0-9]{1,}-[0-9]{1,}-[A-Fa-f0-9]{6,}
      xox[ar]-[0-9A-Za-z]{8,48}
      xox[ar]-[0-9]-[0-9A-Za-z]{8,48}
      xox[pe]-[0-9]{10,13}-[0-9]{10,13}-[0-9]{10,13}-[A-Za-z0-9-]{28,}
      xox[cd]-[A-Za-z0-9%-]{30,}
      xapp-[0-9]-[A-Za-z0-9]{5,}-[0-9]{5,}-[A-Za-z0-9]{10,}
      hooks.slack.com/services/[A-Za-z0-9+/]{40,}
      hooks.slack.com/workflows/[A-Za-z0-9+/]{40,}
      hooks.slack.com/triggers/[A-Za-z0-9+/]{40,}
      discord.com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,}
      discordapp.com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,}
      .webhook.office.com/webhookb2/[A-Za-z0-9@/-]{100,}
      \\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}\\b
      \\b[0-9]{15,16}|[A-Za-z0-9_-]{27,40}\\b
      \\b[0-9]{15,16}%[A-Za-z0-9_-]{27,40}\\b
      ? \\bSK[0-9A-Fa-f]{32}\\b
      SG.[A-Za-z0-9_=-]{16,24}.[A-Za-z0-9_=-]{40,}
      SG.[A-Za-z0-9_=.-]{66,}
      xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16,}
      xsmtpsib-[a-f0-9]{64}-[A-Za-z0-9]{16,}
      \\b[a-f0-9]{32}-us[0-9]{1,2}\\b
      \\bpk.[A-Za-z0-9_-]{60,}.[A-Za-z0-9_-]{22}\\b
      \\bsk.[A-Za-z0-9_-]{60,}.[A-Za-z0-9_-]{22}\\b
      \\bp8e-[A-Za-z0-9]{32,}
      \\bpat[A-Za-z0-9]{14}.[a-f0-9]{64}\\b
      dt0c01.[A-Za-z0-9]{24}.[A-Za-z0-9]{64,}
      dt0s0[0-9].[A-Za-z0-9]{8}.[A-Za-z0-9]{64,}
      \\bglsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8,}
      \\bglc_[A-Za-z0-9+/]{32,}
      \\beyJrIjoi[A-Za-z0-9+/=]{60,}
      \\bsntrys_[A-Za-z0-9+/=_]{80,}
      \\bsntryu_[a-f0-9]{64,}
      \\bNRAK-[A-Za-z0-9]{27}\\b
      \\bNRII-[A-Za-z0-9-]{32}\\b
      \\bNRJS-[a-f0-9]{19}\\b
      \\bphx_[A-Za-z0-9]{32,}
      \\bfigd_[A-Za-z0-9_-]{38,}
      fio-u-[A-Za-z0-9_=-]{64,}
      \\bico-[A-Za-z0-9]{32,}
      \\bs-s4t2ud-[a-f0-9]{64,}
      \\bs-s4t2af-[a-f0-9]{64,}
      lin_api_[A-Za-z0-9]{40,}
      lin_oauth_[A-Za-z0-9]{40,}
      \\bntn_[0-9]{11}[A-Za-z0-9]{35,}
      \\bsecret_[A-Za-z0-9]{43}\\b
      \\bCFPAT-[A-Za-z0-9_-]{43,}
      \\brdme_[a-z0-9]{70,}
      \\bsm_[asp]at_[A-Za-z0-9]{16,}
      \\btfp_[A-Za-z0-9_=.-]{44,}
      dnkey-[A-Za-z0-9_=-]{26}-[A-Za-z0-9_=-]{52,}
      \\b[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk\\b
      \\bsl.[A-Za-z0-9_=-]{130,}
      \\bsl.u.[A-Za-z0-9_=-]{130,}
      \\bsc_[A-Za-z0-9]{5,30}.[A-Za-z0-9]{4,6}.acc[_-][A-Za-z0-9-]{10,32}.[A-Za-z0-9+/_=-]{30,}
      \\bext_[A-Za-z0-9]{5,30}.[A-Za-z0-9]{4,6}.acc[_-][A-Za-z0-9-]{10,32}.[A-Za-z0-9+/_=-]{30,}
      scauth_[A-Za-z0-9]{5,30}.[A-Za-z0-9]{4,6}.acc[_-][A-Za-z0-9-]{10,32}.[A-Za-z0-9+/_=-]{30,}
      authress_[A-Za-z0-9]{5,30}.[A-Za-z0-9]{4,6}.acc[_-][A-Za-z0-9-]{10,32}.[A-Za-z0-9+/_=-]{30,}
      """;

  static final List<TokenForm> ALL =
      (CLOUDS + CODE + SERVICES).lines().map(TokenForm::parse).toList();

  private TokenForms() {}
}
