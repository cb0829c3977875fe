/// How the report looks: on a screen light or dark, on a phone, and on paper.
enum ReportStyle {
  static let css: StaticString = """
    :root {
      color-scheme: light dark;
      --paper: #ffffff; --ink: #16202b; --quiet: #566373; --rule: #e2e7ed; --track: #f1f4f7;
      --main: #1f5f99; --soft: #a9c8e4; --warn: #b4541f; --line: #7d93a8;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #11161c; --ink: #e6ebf0; --quiet: #9aa8b6; --rule: #29323c; --track: #1b232c;
        --main: #6fb1ea; --soft: #2f5578; --warn: #e8935c; --line: #6d8296;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body {
      margin: 0 auto; padding: 3.5rem 2rem 5rem; max-width: 62rem; background: var(--paper); color: var(--ink);
      font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif;
      font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
    }
    h1 { margin: 0; font-size: 2.1rem; line-height: 1.15; font-weight: 650; letter-spacing: -0.015em; }
    h2 { margin: 0; font-size: 1.3rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; }
    h3 { margin: 1.75rem 0 0; font-size: 1rem; font-weight: 650; }
    p { margin: 0; }
    a { color: var(--main); }
    .about { margin-top: .5rem; color: var(--quiet); }
    nav { margin-top: 1rem; }
    nav a { margin-right: 1.25rem; }
    main > article + article { margin-top: 6rem; padding-top: 3.5rem; border-top: 3px solid var(--ink); }
    article > h1 + p { margin-top: .5rem; color: var(--quiet); }
    section { margin-top: 3.5rem; padding-top: 1.5rem; border-top: 1px solid var(--rule); }
    section > h2 + p { margin-top: .35rem; color: var(--quiet); max-width: 44rem; }
    dl {
      display: grid; grid-template-columns: repeat(6, 1fr); gap: 1.75rem 1.25rem; margin: 2.5rem 0 0; overflow-wrap: normal;
    }
    dt { color: var(--quiet); font-size: .875rem; }
    dd { margin: 0; font-size: 2.1rem; line-height: 1.2; font-weight: 600; letter-spacing: -0.02em; }
    dd small { display: block; font-size: .875rem; font-weight: 400; letter-spacing: 0; color: var(--quiet); }
    .legend { margin-top: 1.1rem; font-size: .875rem; color: var(--quiet); }
    .legend span { display: inline-block; margin-right: 1.4rem; white-space: nowrap; }
    .legend i { display: inline-block; width: .8rem; height: .8rem; margin-right: .45rem; vertical-align: -.08rem; }
    i.main { background: var(--main); } i.soft { background: var(--soft); }
    i.warn { background: var(--warn); }
    table { width: 100%; margin-top: 1rem; border-collapse: collapse; font-size: .9375rem; }
    caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    thead th {
      padding: 0 0 .4rem 1.25rem; color: var(--quiet); font-size: .8125rem; font-weight: 400; text-align: right;
      vertical-align: bottom; line-height: 1.3; overflow-wrap: normal;
    }
    thead th:first-child { padding-left: 0; text-align: left; }
    thead th.chart { text-align: left; }
    tbody tr { border-top: 1px solid var(--rule); }
    tbody th { width: 13rem; padding: .55rem 0; font-weight: 500; text-align: left; line-height: 1.35; }
    tbody th small { display: block; color: var(--quiet); font-size: .8125rem; font-weight: 400; }
    td { padding: .55rem 0 .55rem 1.25rem; }
    td.number { width: 1%; min-width: 4.25rem; text-align: right; white-space: nowrap; }
    svg { display: block; width: 100%; min-width: 5rem; height: 1.1rem; }
    .track { fill: var(--track); } .main { fill: var(--main); } .soft { fill: var(--soft); }
    .warn { fill: var(--warn); } .line { fill: var(--line); }
    rect:not(.track) { stroke: var(--paper); stroke-width: 1px; vector-effect: non-scaling-stroke; }
    .none { margin-top: 1rem; color: var(--quiet); }
    footer { margin-top: 4.5rem; padding-top: 1.25rem; border-top: 1px solid var(--rule); color: var(--quiet); font-size: .875rem; }
    @media screen and (max-width: 60rem) { dl { grid-template-columns: repeat(3, 1fr); } }
    @media screen and (max-width: 44rem) {
      body { padding: 2rem 1.15rem 3rem; }
      h1 { font-size: 1.7rem; }
      dl { grid-template-columns: repeat(2, 1fr); gap: 1.25rem; margin-top: 1.75rem; }
      dd { font-size: 1.75rem; }
      section { margin-top: 2.5rem; }
      thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      table, tbody { display: block; }
      tbody tr { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; padding: .75rem 0; }
      tbody th { flex: 1 0 100%; width: auto; padding: 0; }
      td, td.number { width: auto; min-width: 0; padding: 0; text-align: left; }
      td.chart { flex: 1 0 100%; }
      td.number::before { content: attr(data-label) " "; color: var(--quiet); font-size: .8125rem; }
    }
    @media print {
      @page { margin: 16mm 15mm; }
      :root {
        color-scheme: light;
        --paper: #ffffff; --ink: #000000; --quiet: #444f5a; --rule: #c9d0d8; --track: #f1f4f7;
        --main: #1f5f99; --soft: #a9c8e4; --warn: #b4541f; --line: #7d93a8;
      }
      body { max-width: none; padding: 0; font-size: 10pt; }
      nav { display: none; }
      section { margin-top: 1.75rem; padding-top: 1rem; }
      tbody th { width: 9.5rem; }
      tr, dl > div, .legend, h2, h2 + p { break-inside: avoid; }
      h2, h2 + p, .legend, thead { break-after: avoid; }
      main > article + article { break-before: page; margin-top: 0; padding-top: 0; border-top: 0; }
      svg, i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """
}
