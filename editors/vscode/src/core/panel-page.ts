/** The page of the panel's view. Its scripts and its styles are the extension's own files, and nothing else runs. */

export interface PanelPage {
  /** Where the view may load styles from. */
  source: string;
  nonce: string;
  script: string;
  styles: string[];
}

export function panelPage({ source, nonce, script, styles }: PanelPage): string {
  const policy = [
    "default-src 'none'",
    `style-src ${source}`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const links = styles.map((href) => `<link rel="stylesheet" href="${href}" />`).join('\n    ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    ${links}
    <title>Gloss panel</title>
  </head>
  <body class="alone">
    <header class="top"><div id="status"></div></header>
    <main id="panel" class="panel"></main>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}

/** What the page asks of the extension. */
export type PanelRequest =
  | { action: 'ready' }
  | { action: 'cancel'; request: string }
  | { action: 'retry'; uri: string; range: Place }
  | { action: 'jump'; uri: string; range: Place };

export interface Place {
  start: { line: number; character: number };
  end: { line: number; character: number };
}

/** What came from the page, if it is something that we know. */
export function panelRequest(message: unknown): PanelRequest | undefined {
  const { action, request, uri, range } = (message ?? {}) as Record<string, unknown>;
  switch (action) {
    case 'ready':
      return { action };
    case 'cancel':
      return typeof request === 'string' ? { action, request } : undefined;
    case 'retry':
    case 'jump':
      return typeof uri === 'string' && isPlace(range) ? { action, uri, range } : undefined;
    default:
      return undefined;
  }
}

function isPlace(range: unknown): range is Place {
  const { start, end } = (range ?? {}) as Partial<Place>;
  return [start?.line, start?.character, end?.line, end?.character].every(Number.isInteger);
}
