package io.github.salmon4j.aquarium.report;

/** What the page begins with; the policy lets it load and run nothing. */
final class Style {

  static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>{title}</title>
      <style>
      :root {
        --page: #ffffff; --text: #1b1f24; --soft: #57606a; --rule: #d0d7de; --fill: #f6f8fa;
        --good: #116329; --bad: #a40e26; --open: #7d4e00;
        --s0: #0072b2; --s1: #c04a00; --s2: #007a57; --s3: #a8478a; --s4: #5b5bd6; --s5: #6b6b00;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --page: #0f1419; --text: #e6edf3; --soft: #9aa5b1; --rule: #30363d; --fill: #171d24;
          --good: #6fdd8b; --bad: #ff9a94; --open: #f2cc60;
          --s0: #56b4e9; --s1: #ff9f5a; --s2: #3fcf9f; --s3: #e79ac6; --s4: #a3a3ff; --s5: #d6d65c;
        }
      }
      body { background: var(--page); color: var(--text); margin: 0;
        font: 16px/1.5 system-ui, sans-serif; }
      main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
      h1 { line-height: 1.2; }
      h2 { margin-top: 2.5rem; }
      .lead { font-size: 1.2rem; }
      .note, small { color: var(--soft); font-size: .875rem; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; }
      th, td { border-bottom: 1px solid var(--rule); padding: .4rem .6rem; text-align: left;
        vertical-align: top; }
      th { background: var(--fill); font-size: .875rem; }
      .number { font-variant-numeric: tabular-nums; }
      .sample { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
      .verdict { font-weight: 600; }
      .verdict.holds { color: var(--good); }
      .verdict.fails { color: var(--bad); }
      .verdict.not_shown { color: var(--open); }
      pre { background: var(--fill); padding: .8rem; white-space: pre-wrap; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; }
      dt { color: var(--soft); }
      dd { margin: 0; overflow-wrap: anywhere; }
      figure { margin: 1.5rem 0; }
      figcaption { font-weight: 600; }
      svg { width: 100%; }
      svg text { fill: var(--soft); font-size: 12px; }
      .grid { stroke: var(--rule); stroke-width: .5; }
      .axis { stroke: var(--soft); fill: none; }
      .line { fill: none; stroke: currentColor; stroke-width: 2; }
      .band { fill: currentColor; opacity: .15; }
      circle { fill: currentColor; }
      .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; padding: 0;
        margin: .2rem 0; font-size: .875rem; }
      .legend svg { width: 28px; height: 8px; margin-right: .4rem; vertical-align: middle; }
      .s0 { color: var(--s0); } .s1 { color: var(--s1); } .s2 { color: var(--s2); }
      .s3 { color: var(--s3); } .s4 { color: var(--s4); } .s5 { color: var(--s5); }
      .line.s1 { stroke-dasharray: 7 3; }
      .line.s2 { stroke-dasharray: 2 3; }
      .line.s3 { stroke-dasharray: 9 3 2 3; }
      .line.s4 { stroke-dasharray: 14 4; }
      .line.s5 { stroke-dasharray: 5 2 1 2 1 2; }
      </style>
      </head>
      <body>
      <main>
      """;

  private Style() {}
}
