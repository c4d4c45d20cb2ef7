// An organisation's own directory for tests: a certified OpenID Connect provider, on this machine.
//   node directory.mjs PORT REDIRECT_URI
// Everybody signs in with their address as name and any password. Who is called “unverified” has an address that the
// directory does not vouch for.
import { Provider } from "oidc-provider";

const [port, redirectUri] = process.argv.slice(2);

const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    {
      client_id: "fingerpost",
      client_secret: "a secret between the two of them",
      redirect_uris: [redirectUri],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["only for tests"] },
  pkce: { required: () => true },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: id.replace("unverified-", ""),
      email_verified: !id.startsWith("unverified-"),
      name: `Directory’s name of ${id}`,
    }),
  }),
});

provider.listen(Number(port), "127.0.0.1");
