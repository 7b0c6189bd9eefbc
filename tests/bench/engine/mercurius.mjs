import Fastify from 'fastify';
import mercurius from 'mercurius';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { resolvers, serve, typeDefs } from './data.mjs';

const app = Fastify();
// A document is compiled to JavaScript when it comes the first time.
app.register(mercurius, { schema: makeExecutableSchema({ typeDefs, resolvers }), jit: 1 });
await app.listen({ port: 0, host: '127.0.0.1' });
serve(app.server.address().port);
