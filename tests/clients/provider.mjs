// A provider of OpenID Connect (oidc-provider) with a people and programs of its own, for tests: everybody is let in by whatever password.
//   node provider.mjs [PORT]     prints "ready ADDRESS" once it serves on 127.0.0.1
// A login "an@example.vn" is that person with that address; "guess.an@example.vn" claims the address, which nobody has verified.
import { createServer } from 'node:http';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import Provider from 'oidc-provider';

const server = createServer((request, response) => handle(request, response));
let handle = (_, response) => response.writeHead(503).end();
await new Promise((listening) => server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', listening));
const issuer = `http://127.0.0.1:${server.address().port}`;

/** Whose tokens are for whom, and how long they last. */
const resources = {
  'urn:hierarchy:api': { audience: 'hierarchy-api', accessTokenTTL: 600 },
  'urn:hierarchy:short': { audience: 'hierarchy-api', accessTokenTTL: 6 },
  'urn:elsewhere': { audience: 'another-api', accessTokenTTL: 600 },
};

const keyOf = (kind, options, alg) => ({
  ...generateKeyPairSync(kind, options).privateKey.export({ format: 'jwk' }),
  kid: randomUUID(),
  use: 'sig',
  alg,
});

const program = (id) => ({
  client_id: id,
  client_secret: `secret of ${id}`,
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
  token_endpoint_auth_method: 'client_secret_post',
});

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'hierarchy',
      client_secret: 'secret of hierarchy',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: ['http://127.0.0.1/signin-oidc'],
      post_logout_redirect_uris: ['http://127.0.0.1/signout-callback-oidc'],
      token_endpoint_auth_method: 'client_secret_post',
    },
    program('program'),
    program('later'),
    program('stranger'),
  ],
  jwks: { keys: [keyOf('rsa', { modulusLength: 2048 }, 'RS256'), keyOf('ec', { namedCurve: 'P-256' }, 'ES256')] },
  cookies: { keys: [randomUUID()] },
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  scopes: ['openid', 'email', 'profile'],
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: id, email: id.replace(/^guess\./, ''), email_verified: !id.startsWith('guess.') }),
  }),
  features: {
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_, resource) => ({
        ...resources[resource],
        scope: '',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Session: 3600, Grant: 3600, Interaction: 600 },
});
// The system under test is on whatever port was free.
const here = (uri, path) => new URL(uri).hostname === '127.0.0.1' && new URL(uri).pathname === path;
provider.Client.prototype.redirectUriAllowed = (uri) => here(uri, '/signin-oidc');
provider.Client.prototype.postLogoutRedirectUriAllowed = (uri) => here(uri, '/signout-callback-oidc');
provider.on('server_error', (_, error) => console.error(error));
handle = provider.callback();
console.log(`ready ${issuer}`);
