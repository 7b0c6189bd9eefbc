import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: '../api/schema.graphql',
  documents: 'src/api/*.graphql',
  generates: {
    'src/api/generated.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        documentMode: 'graphQLTag',
        gqlImport: './question#gql',
        documentNodeImport: './question#Question',
        inlineFragmentTypes: 'combine',
        useTypeImports: true,
        enumsAsTypes: true,
        skipTypename: true,
        scalars: { ID: 'string', Date: 'string', DateTime: 'string', Money: 'number', Long: 'number' },
      },
    },
  },
};

export default config;
