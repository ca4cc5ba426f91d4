import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  busFailureInWords,
  type BusMessage,
  type EventBus,
  type KeptMessage,
} from '@commissioning/event-bus';
import { type NatsOptions, openNatsEventBus } from '@commissioning/event-bus/nats';
import * as E from 'fp-ts/Either';
import { AckPolicy, connect as connectBare, nkeys as untyped, RetentionPolicy, StorageType } from 'nats';
import { describeOwnNats, type NatsServer, startNats } from './support/nats';

const open = (options: NatsOptions): EventBus => {
  const bus = openNatsEventBus({ deadlineMs: 1_000, handledWithinMs: 1_000, ...options });
  if (E.isLeft(bus)) throw new Error(JSON.stringify(bus.left));
  return bus.right;
};

const stream = { name: 'THINGS', subjects: 'things.>' };

const message = (number: number): BusMessage => ({
  id: randomUUID(),
  subject: `things.${number}`,
  contentType: 'text/plain',
  body: String(number),
});

const messages = (count: number): ReadonlyArray<BusMessage> =>
  Array.from({ length: count }, (_each, index) => message(index + 1));

const right = <A>(answer: E.Either<unknown, A>): A => {
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left));
  return answer.right;
};

const secret = 'correct-horse-battery';

interface KeyPair {
  readonly getPublicKey: () => string;
  readonly getSeed: () => Uint8Array;
  readonly sign: (text: Uint8Array) => Uint8Array;
}

/** The client exports these without their types. */
const nkeys = untyped as Record<'createOperator' | 'createAccount' | 'createUser', () => KeyPair>;

/** Makes certificates; a program that is on every machine that builds this. */
const openssl = 'openssl';

const opened: Array<{ close: () => Promise<void> }> = [];
const kept = <A extends { close: () => Promise<void> }>(bus: A): A => {
  opened.push(bus);
  return bus;
};

describeOwnNats('a NATS server that asks who comes', () => {
  const servers: Array<NatsServer> = [];
  const serverWith = async (configuration: (folder: string) => string): Promise<NatsServer> => {
    const server = await startNats(configuration);
    servers.push(server);
    return server;
  };
  afterAll(async () => {
    for (const bus of opened.splice(0)) await bus.close();
    for (const server of servers) await server.remove();
  });

  const mustWork = async (options: NatsOptions): Promise<void> => {
    const bus = kept(open({ deadlineMs: 20_000, ...options }));
    right(await bus.declare(stream)());
    const at = right(await bus.last(stream.name)())?.sequence ?? 0;
    expect(right(await bus.publish(stream.name, at, messages(1))())).toBe(at + 1);
  };

  /** Refused for good, in words that help and hold nothing secret. */
  const mustBeForbidden = async (options: NatsOptions): Promise<void> => {
    const bus = kept(open({ deadlineMs: 20_000, ...options }));
    const answer = await bus.last(stream.name)();
    expect(answer).toMatchObject({ left: { _tag: 'BusForbids', engine: 'nats' } });
    const words = E.isLeft(answer) ? busFailureInWords(answer.left) : '';
    expect(words).toMatch(/Check the credentials/);
    expect(words + JSON.stringify(answer)).not.toMatch(/correct|horse|battery|SU[A-Z0-9]{20}/);
  };

  test('takes a user and password, in the address or beside it', async () => {
    const { url } = await serverWith(() => `authorization { user: relay, password: "${secret}" }`);
    await mustWork({ url, identity: { kind: 'user', user: 'relay', password: secret } });
    await mustWork({ url: url.replace('//', `//relay:${secret}@`) });
    await mustBeForbidden({ url });
    await mustBeForbidden({ url: url.replace('//', `//relay:not-${secret}@`) });
  });

  test('takes a token', async () => {
    const { url } = await serverWith(() => `authorization { token: "${secret}" }`);
    await mustWork({ url, identity: { kind: 'token', token: secret } });
    await mustWork({ url: url.replace('//', `//${secret}@`) });
    await mustBeForbidden({ url, identity: { kind: 'token', token: `not-${secret}` } });
  });

  test('takes an NKey from a file', async () => {
    const pair = nkeys.createUser();
    const server = await serverWith(() => `authorization { users: [ { nkey: ${pair.getPublicKey()} } ] }`);
    const fileOf = (name: string, from: KeyPair): string => {
      const file = join(server.folder, name);
      writeFileSync(file, `${new TextDecoder().decode(from.getSeed())}\n`, { mode: 0o600 });
      return file;
    };
    await mustWork({ url: server.url, identity: { kind: 'nkey', file: fileOf('relay.nk', pair) } });
    const other = fileOf('other.nk', nkeys.createUser());
    await mustBeForbidden({ url: server.url, identity: { kind: 'nkey', file: other } });
    const missing = { kind: 'nkey', file: join(server.folder, 'none.nk') } as const;
    expect(await kept(open({ url: server.url, identity: missing })).last('THINGS')()).toMatchObject({
      left: { _tag: 'BusUnavailable', reason: 'ENOENT' },
    });
  });

  test('takes a credentials file', async () => {
    const [operator, account, system, user] = [
      nkeys.createOperator(),
      nkeys.createAccount(),
      nkeys.createAccount(),
      nkeys.createUser(),
    ];
    const encoded = (value: object | Uint8Array): string =>
      Buffer.from(value instanceof Uint8Array ? value : JSON.stringify(value)).toString('base64url');
    /** A token as `nsc` issues it, with what the server looks at. */
    const issued = (by: KeyPair, to: KeyPair, type: string, limits: object): string => {
      const claims = {
        jti: randomUUID(),
        iat: 1,
        iss: by.getPublicKey(),
        name: type,
        sub: to.getPublicKey(),
        nats: { type, version: 2, ...limits },
      };
      const text = `${encoded({ typ: 'JWT', alg: 'ed25519-nkey' })}.${encoded(claims)}`;
      return `${text}.${encoded(by.sign(new TextEncoder().encode(text)))}`;
    };
    const unlimited = { subs: -1, data: -1, payload: -1 };
    const everything = { imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1, ...unlimited };
    const onDisk = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };
    const server = await serverWith(() =>
      [
        `operator: ${issued(operator, operator, 'operator', {})}`,
        `system_account: ${system.getPublicKey()}`,
        'resolver: MEMORY',
        'resolver_preload: {',
        `${system.getPublicKey()}: ${issued(operator, system, 'account', { limits: everything })}`,
        `${account.getPublicKey()}: ${issued(operator, account, 'account', { limits: { ...everything, ...onDisk } })}`,
        '}',
      ].join('\n'),
    );
    const token = issued(account, user, 'user', unlimited);
    const file = join(server.folder, 'relay.creds');
    const seed = new TextDecoder().decode(user.getSeed());
    writeFileSync(
      file,
      `-----BEGIN NATS USER JWT-----\n${token}\n------END NATS USER JWT------\n\n` +
        `-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`,
    );
    chmodSync(file, 0o600);
    await mustWork({ url: server.url, identity: { kind: 'credentials', file } });
    await mustBeForbidden({ url: server.url });
  });

  test('is believed over TLS by its authority, and by no other', async () => {
    const run = (folder: string, ...words: ReadonlyArray<string>): void =>
      void execFileSync(openssl, words, { cwd: folder, stdio: 'ignore' });
    const certificate = (folder: string, name: string): void =>
      run(
        folder,
        ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost'.split(
          ' ',
        ),
        ...'-addext subjectAltName=IP:127.0.0.1,DNS:localhost'.split(' '),
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.pem`,
      );
    const server = await serverWith((folder) => {
      certificate(folder, 'server');
      certificate(folder, 'other');
      return `tls { cert_file: "${join(folder, 'server.pem')}", key_file: "${join(folder, 'server.key')}" }`;
    });
    const url = server.url.replace('nats:', 'tls:');
    const believing = (name: string) => ({
      url,
      tls: { authoritiesFile: join(server.folder, `${name}.pem`) },
    });
    await mustWork(believing('server'));
    for (const options of [believing('other'), { url }])
      expect(await kept(open(options)).last('THINGS')()).toMatchObject({ left: { _tag: 'BusUnavailable' } });
  });

  test('lets in whoever may publish and ask about streams, and no more is needed', async () => {
    const { url } = await serverWith(
      () =>
        `authorization { users: [ { user: relay, password: "${secret}", permissions: { publish: ["things.>", "$JS.API.STREAM.>"], subscribe: ["_INBOX.>"] } } ] }`,
    );
    await mustWork({ url: url.replace('//', `//relay:${secret}@`) });
  });

  test('says what it does not allow', async () => {
    const { url } = await serverWith(
      () =>
        `authorization { users: [ { user: relay, password: "${secret}", permissions: { publish: ["$JS.API.INFO"], subscribe: ["_INBOX.>"] } } ] }`,
    );
    await mustBeForbidden({ url: url.replace('//', `//relay:${secret}@`) });
  });
});

describe('an address of NATS servers', () => {
  test.each([
    ['', 'it names no server'],
    [' , ', 'it names no server'],
    ['http://host:4222', 'a server is named like nats://host:4222'],
    ['nats://', 'a server is named like nats://host:4222'],
    [`nats://relay:%zz${secret}@host`, 'the user or password in it is not well encoded'],
  ])('is refused with a reason, and what it holds is not told: %s', (url, reason) => {
    expect(openNatsEventBus({ url })).toEqual(E.left({ _tag: 'NotAnAddress', reason }));
  });
});

describeOwnNats('a NATS server that fails', () => {
  let server: NatsServer;
  let bus: EventBus;
  const filled = async (
    count: number,
    options: Partial<NatsOptions> = {},
  ): Promise<ReadonlyArray<BusMessage>> => {
    server = await startNats();
    bus = kept(open({ url: server.url, ...options }));
    const those = messages(count);
    right(await bus.declare(stream)());
    right(await bus.publish(stream.name, 0, those)());
    return those;
  };
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
    await server.remove();
  });

  /** Takes messages in the background, and keeps those that were handled. */
  const subscriber = (): {
    readonly taken: ReadonlyArray<KeptMessage>;
    readonly leave: () => Promise<void>;
  } => {
    const taken: Array<KeptMessage> = [];
    const abort = new AbortController();
    const run = async (): Promise<void> => {
      const { signal } = abort;
      for await (const { messages: given } of bus.subscribe({ stream: stream.name, name: 'reader', signal }))
        taken.push(...given);
    };
    const running = run();
    return {
      taken,
      leave: async () => {
        abort.abort();
        await running;
      },
    };
  };

  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await delay(10);
  };

  test('and comes back with its disk has all that was acknowledged; a publisher and a subscriber go on by themselves', async () => {
    const those = await filled(50);
    const reader = subscriber();
    await until(() => reader.taken.length === 50);
    await server.kill();
    expect(await bus.last(stream.name)()).toMatchObject({ left: { _tag: 'BusUnavailable' } });
    expect(await bus.publish(stream.name, 50, messages(1))()).toMatchObject({
      left: { _tag: 'BusUnavailable' },
    });
    await server.start();
    expect(right(await bus.last(stream.name)())?.id).toBe(those[49]?.id);
    const more = messages(20);
    expect(right(await bus.publish(stream.name, 50, more)())).toBe(70);
    await until(() => new Set(reader.taken.map(({ id }) => id)).size === 70);
    expect([...new Set(reader.taken.map(({ id }) => id))]).toEqual([...those, ...more].map(({ id }) => id));
    await reader.leave();
  });

  test('that answers nobody is given up on in time, and what is sent meanwhile comes once or not at all', async () => {
    const those = await filled(3);
    server.freeze();
    const more = messages(10);
    const began = Date.now();
    expect(await bus.publish(stream.name, 3, more)()).toMatchObject({ left: { _tag: 'BusUnavailable' } });
    expect(Date.now() - began).toBeLessThan(5_000);
    server.thaw();
    const stands = right(await bus.last(stream.name)())?.sequence ?? 0;
    expect(right(await bus.publish(stream.name, stands, more.slice(stands - 3))())).toBe(13);
    const reader = subscriber();
    await until(() => reader.taken.length === 13);
    expect(reader.taken.map(({ id }) => id)).toEqual([...those, ...more].map(({ id }) => id));
    await reader.leave();
  });

  test('forgets ids after its duplicate window: what stands at its place is known by itself, what does not is refused', async () => {
    const those = await filled(4, { duplicateWindowMs: 200 });
    await delay(500);
    const more = messages(2);
    expect(right(await bus.publish(stream.name, 1, [...those.slice(1), ...more])())).toBe(6);
    expect(await bus.publish(stream.name, 3, more)()).toEqual(
      E.left({ _tag: 'Overtaken', stream: stream.name, after: 3 }),
    );
    expect(right(await bus.last(stream.name)())).toMatchObject({ sequence: 6, id: more[1]?.id });
  });

  test('lets nobody take a message out', async () => {
    await filled(2);
    const bare = kept(await connectBare({ servers: server.url }));
    const jsm = await bare.jetstreamManager();
    await expect(jsm.streams.deleteMessage(stream.name, 1)).rejects.toThrow(/delete not permitted/);
    await expect(jsm.streams.purge(stream.name)).rejects.toThrow(/purge not permitted/);
  });

  test('with a stream that is kept in memory, for a day or otherwise is left alone, and every difference is said', async () => {
    server = await startNats();
    bus = kept(open({ url: server.url }));
    const bare = kept(await connectBare({ servers: server.url }));
    const jsm = await bare.jetstreamManager();
    await jsm.streams.add({
      name: stream.name,
      subjects: [stream.subjects],
      storage: StorageType.Memory,
      retention: RetentionPolicy.Interest,
      max_age: 86_400_000_000_000,
    });
    const answer = await bus.declare(stream)();
    expect(answer).toMatchObject({ left: { _tag: 'DeclaredOtherwise', stream: stream.name } });
    const words = E.isLeft(answer) ? busFailureInWords(answer.left) : '';
    for (const setting of ['storage', 'retention', 'max_age', 'discard', 'deny_delete', 'deny_purge'])
      expect(words).toContain(setting);
    expect((await jsm.streams.info(stream.name)).config.storage).toBe(StorageType.Memory);
  });

  test('with a subscription that was made otherwise is not taken for ours', async () => {
    await filled(3);
    const bare = kept(await connectBare({ servers: server.url }));
    const jsm = await bare.jetstreamManager();
    await jsm.consumers.add(stream.name, { durable_name: 'reader', ack_policy: AckPolicy.Explicit });
    const { signal } = new AbortController();
    const wanted = bus.subscribe({ stream: stream.name, name: 'reader', subjects: 'things.1', signal });
    await expect(wanted[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      failure: {
        _tag: 'DeclaredOtherwise',
        differences: [
          { setting: 'subjects', wanted: 'things.1', found: '>' },
          { setting: 'ack_policy', wanted: 'all', found: 'explicit' },
        ],
      },
    });
  });

  test('is read by another client as it was written', async () => {
    const [first] = await filled(1);
    // The protocol by hand, over a bare socket: no client, and so none of its notions.
    const socket = connect(Number(new URL(server.url.replace('nats:', 'http:')).port), '127.0.0.1');
    let heard = '';
    socket.on('data', (data: Buffer) => (heard += data.toString()));
    const get = JSON.stringify({ seq: 1 });
    socket.write('CONNECT {"verbose":false,"headers":true}\r\nSUB answer 1\r\n');
    socket.write(`PUB $JS.API.STREAM.MSG.GET.${stream.name} answer ${get.length}\r\n${get}\r\n`);
    await until(() => /MSG answer[^]*\r\n\{[^]*\}\r\n/.test(heard));
    socket.destroy();
    const answer = JSON.parse(/\r\n(\{"type"[^]*\})\r\n/.exec(heard)?.[1] ?? '') as {
      readonly message: {
        readonly subject: string;
        readonly seq: number;
        readonly hdrs: string;
        readonly data: string;
      };
    };
    expect(answer.message).toMatchObject({ subject: 'things.1', seq: 1 });
    const headers = Buffer.from(answer.message.hdrs, 'base64').toString();
    expect(headers).toContain(`Nats-Msg-Id: ${first?.id}\r\n`);
    expect(headers).toContain('Content-Type: text/plain\r\n');
    expect(Buffer.from(answer.message.data, 'base64').toString()).toBe('1');
  });
});
