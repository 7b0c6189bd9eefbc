import './workers';
import '@fontsource/be-vietnam-pro/latin-400.css';
import '@fontsource/be-vietnam-pro/vietnamese-400.css';
import '@fontsource/be-vietnam-pro/latin-600.css';
import '@fontsource/be-vietnam-pro/vietnamese-600.css';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import 'graphiql/graphiql.css';
import './ide.css';
import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { Kind, parse } from 'graphql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { headers, samples } from './samples';

const url = new URL('/graphql', location.href).href;

// Starts with the dashboard's theme; a choice in this page's settings takes precedence.
const chosen = localStorage.getItem('hierarchy.theme');

// Headers, above all a token, are also sent with connection_init. The server sends no incremental answers.
const send = createGraphiQLFetcher({ url, subscriptionUrl: url.replace(/^http/, 'ws'), enableIncrementalDelivery: false });

// GraphiQL passes a slightly outdated document and operation name: freshly pasted text would be missed.
const fetcher: Fetcher = (params, options) => {
  const documentAST = documentOf(params.query);
  if (!documentAST) return send(params, options);
  const isThere = documentAST.definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.name?.value === params.operationName,
  );
  return send(isThere ? params : { ...params, operationName: undefined }, { ...options, documentAST });
};

function documentOf(text: string) {
  try {
    return parse(text);
  } catch {
    // The server reports the error and its place.
    return undefined;
  }
}

createRoot(document.getElementById('ide')!).render(
  createElement(
    GraphiQL,
    {
      fetcher,
      defaultTabs: samples.map((sample) => ({ ...sample, headers })),
      defaultHeaders: headers,
      defaultTheme: chosen === 'dark' || chosen === 'light' ? chosen : null,
      defaultEditorToolsVisibility: 'variables',
      // A stored token would outlive the person at the screen; the history plugin, the only one besides the documentation, would store the
      // headers with each query.
      shouldPersistHeaders: false,
      plugins: [],
      inputValueDeprecation: true,
      schemaDescription: true,
    },
    createElement(
      GraphiQL.Logo,
      null,
      createElement(
        'h1',
        { className: 'home' },
        createElement('a', { href: '/', title: 'Về bảng theo dõi · To the dashboard' }, 'Hierarchy'),
      ),
    ),
  ),
);
