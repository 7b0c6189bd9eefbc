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

// The dashboard's choice is where this page begins; its own, in its settings, goes before.
const chosen = localStorage.getItem('hierarchy.theme');

// What the headers say, a token above all, goes with connection_init too. Nobody here answers in parts.
const send = createGraphiQLFetcher({ url, subscriptionUrl: url.replace(/^http/, 'ws'), enableIncrementalDelivery: false });

// GraphiQL hands over the document and the operation's name of a moment ago: what was only just pasted would be taken for what it replaced.
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
    // The server says what is wrong with it, and where.
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
      // A token that the browser keeps would outlive the person at the screen; the plugin of the history, the only one beside the
      // documentation, would keep the headers with each question.
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
