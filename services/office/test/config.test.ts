import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFrom, foldersOf, isDemonstration, namedKey, openOffice } from '@services/office';
import * as E from 'fp-ts/Either';

const root = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(root, { recursive: true }));

const file = (name: string, text: string): string => {
  const path = join(root, name);
  writeFileSync(path, text);
  return path;
};

describe('configuration', () => {
  it('is a demonstration on this machine alone when nothing is set', () => {
    expect(configFrom({})).toEqual(
      E.right({
        data: 'data/demo',
        demonstration: true,
        host: '127.0.0.1',
        port: 8080,
        eventStore: { engine: 'sqlite' },
        readStore: { engine: 'sqlite' },
        documentStore: { engine: 'folder' },
        services: new Set(['commands', 'queries', 'projector', 'watch', 'relay']),
        eventBus: { engine: 'in-process' },
        clockSilentDays: 21,
        logLevel: 'info',
      }),
    );
  });

  it('of a named folder is no demonstration, even when it names the usual one', () => {
    expect(configFrom({ OFFICE_DATA: 'data/demo' })).toMatchObject({ right: { demonstration: false } });
  });

  it('says for how many days nothing may have been recorded', () => {
    expect(configFrom({ CLOCK_SILENT_DAYS: '120' })).toMatchObject({ right: { clockSilentDays: 120 } });
  });

  it('takes the environment over the file over what is usual', () => {
    const path = file('good.json', '{"OFFICE_PORT":"9000","OFFICE_HOST":"0.0.0.0","LOG_LEVEL":"warn"}');
    expect(configFrom({ OFFICE_CONFIG: path, OFFICE_PORT: '0' })).toMatchObject({
      right: { port: 0, host: '0.0.0.0', logLevel: 'warn' },
    });
  });

  it.each([
    ['OFFICE_PORT', '65536', 'a port from 0 to 65535'],
    ['OFFICE_PORT', 'http', 'a port from 0 to 65535'],
    ['OFFICE_PORT', '-1', 'a port from 0 to 65535'],
    ['OFFICE_DATA', '', 'the path of a folder'],
    ['OFFICE_DATA', '  ', 'the path of a folder'],
    ['OFFICE_HOST', 'not a host', 'a host name or address'],
    ['EVENT_STORE', 'oracle', 'sqlite or eventstoredb'],
    ['READ_STORE', 'mongo', 'sqlite or mongodb'],
    ['EVENT_BUS', 'kafka', 'in-process or nats'],
    ['OFFICE_ADDRESS', 'record.example', 'an address like https://record.example.org'],
    ['DOCUMENT_STORE', 's3', 'folder or gridfs'],
    ['CLOCK_SILENT_DAYS', '0', 'a number of days from 1 to 999'],
    ['CLOCK_SILENT_DAYS', '1000', 'a number of days from 1 to 999'],
    ['CLOCK_SILENT_DAYS', 'a month', 'a number of days from 1 to 999'],
    ['LOG_LEVEL', 'loud', 'fatal, error, warn, info, debug, trace or silent'],
  ])('%s cannot be "%s": the sentence names it and says what it must be', (name, value, expected) => {
    expect(configFrom({ [name]: value })).toEqual(
      E.left(`${name} is ${JSON.stringify(value)}; it must be ${expected}.`),
    );
  });

  it('that may hold a password is not repeated where it is wrong', () => {
    expect(configFrom({ EVENTSTOREDB_URL: 'office:secret@somewhere' })).toEqual(
      E.left('EVENTSTOREDB_URL must be an address like esdb://host:2113.'),
    );
  });

  it('of a cluster names all its nodes', () => {
    const url = 'esdb://office:se:cret@one:2113,two:2113,three:2113?tls=true';
    expect(configFrom({ EVENT_STORE: 'eventstoredb', EVENTSTOREDB_URL: url })).toMatchObject(
      E.right({ eventStore: { engine: 'eventstoredb', url } }),
    );
  });

  it('of MongoDB says in which database, and never tells what an address holds', () => {
    const chosen = { READ_STORE: 'mongodb', DOCUMENT_STORE: 'gridfs' };
    const at = (url: string) => {
      const config = configFrom({ ...chosen, MONGODB_URL: url });
      return E.isRight(config) ? [config.right.readStore, config.right.documentStore] : config.left;
    };
    const in_ = (url: string, database: string) => [
      { engine: 'mongodb', url, database },
      { engine: 'gridfs', url, database },
    ];
    for (const [url, database] of [
      ['mongodb://host', 'commissioning'],
      ['mongodb://host/', 'commissioning'],
      ['mongodb://host/?replicaSet=rs0', 'commissioning'],
      ['mongodb://office:se%2Fcret@one:27017,two:27017/beds?replicaSet=rs0', 'beds'],
      ['mongodb+srv://host.example/beds', 'beds'],
    ] as const)
      expect(at(url)).toEqual(in_(url, database));
    expect(at('office:secret@host')).toBe(
      'MONGODB_URL must be an address like mongodb://host:27017/commissioning.',
    );
    expect(configFrom({ READ_STORE: 'mongodb' })).toEqual(
      E.left('READ_STORE is "mongodb", but MONGODB_URL does not say where it is.'),
    );
    expect(configFrom({ DOCUMENT_STORE: 'gridfs' })).toEqual(
      E.left('DOCUMENT_STORE is "gridfs", but MONGODB_URL does not say where it is.'),
    );
  });

  it('of parts of an office needs engines that others share, and a folder of its own', () => {
    const engines = {
      EVENT_STORE: 'eventstoredb',
      EVENTSTOREDB_URL: 'esdb://one:2113',
      READ_STORE: 'mongodb',
      DOCUMENT_STORE: 'gridfs',
      MONGODB_URL: 'mongodb://host',
    };
    const of = (more: object) => {
      const config = configFrom({ OFFICE_DATA: './live', ...engines, ...more });
      return E.isRight(config) ? [...config.right.services] : config.left;
    };
    expect(of({})).toEqual(['commands', 'queries', 'projector', 'watch', 'relay']);
    expect(of({ SERVICES: 'projector, watch' })).toEqual(['projector', 'watch']);
    expect(of({ SERVICES: 'queries,printing' })).toContain('must be some of commands, queries');
    expect(of({ SERVICES: 'queries', READ_STORE: 'sqlite' })).toBe(
      'SERVICES leaves commands, projector, watch to other processes; READ_STORE must then be on a server, where they find the same.',
    );
    expect(of({ SERVICES: 'queries', OFFICE_DATA: undefined })).toContain('OFFICE_DATA must then name');
    const embedded = { EVENT_STORE: 'sqlite', READ_STORE: 'sqlite', DOCUMENT_STORE: 'folder' };
    expect(of({ SERVICES: 'commands,queries,projector,watch', ...embedded })).toHaveLength(4);
  });

  it('of traces names a collector', () => {
    const given = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' };
    expect(configFrom(given)).toMatchObject(
      E.right({ traces: { endpoint: 'http://localhost:4318', service: 'commissioning' } }),
    );
    expect(E.isLeft(configFrom({ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }))).toBe(true);
  });

  it('of a bus on NATS says who we are there, and never tells what an address holds', () => {
    const at = { EVENT_BUS: 'nats', NATS_URL: 'nats://one:4222,nats://two:4222' };
    const busOf = (more: object) => {
      const config = configFrom({ ...at, ...more });
      return E.isRight(config) ? config.right.eventBus : config.left;
    };
    expect(busOf({})).toEqual({ engine: 'nats', address: { url: at.NATS_URL } });
    expect(busOf({ NATS_CREDENTIALS: 'relay.creds', NATS_CA: 'ca.pem' })).toMatchObject({
      address: {
        identity: { kind: 'credentials', file: 'relay.creds' },
        tls: { authoritiesFile: 'ca.pem' },
      },
    });
    expect(busOf({ NATS_NKEY: 'relay.nk' })).toMatchObject({
      address: { identity: { kind: 'nkey', file: 'relay.nk' } },
    });
    expect(busOf({ NATS_URL: undefined })).toBe(
      'EVENT_BUS is "nats", but NATS_URL does not say where it is.',
    );
    expect(busOf({ NATS_URL: 'relay:secret@host' })).toBe(
      'NATS_URL must be an address like nats://host:4222, or several parted by commas.',
    );
  });

  it('of an engine needs its address', () => {
    const sentence = 'EVENT_STORE is "eventstoredb", but EVENTSTOREDB_URL does not say where it is.';
    expect(configFrom({ EVENT_STORE: 'eventstoredb' })).toEqual(E.left(sentence));
  });

  it('from a file must be an object of known names', () => {
    const reads = (name: string, text: string) => configFrom({ OFFICE_CONFIG: file(name, text) });
    expect(reads('misspelt.json', '{"OFFICE_PROT":"1"}')).toMatchObject({
      left: expect.stringMatching(/OFFICE_PROT; known are OFFICE_DATA/) as string,
    });
    expect(reads('list.json', '[]')).toMatchObject({
      left: expect.stringContaining('must hold a JSON object') as string,
    });
    expect(reads('broken.json', '{')).toMatchObject({
      left: expect.stringMatching(/^OFFICE_CONFIG: .*broken\.json cannot be read/) as string,
    });
    expect(reads('number.json', '{"OFFICE_PORT":8080}')).toEqual(
      E.left('OFFICE_PORT is 8080; it must be a port from 0 to 65535.'),
    );
    expect(configFrom({ OFFICE_CONFIG: join(root, 'nowhere.json') })).toMatchObject({
      left: expect.stringContaining('nowhere.json cannot be read') as string,
    });
  });

  it('with several faults names them all', () => {
    expect(configFrom({ OFFICE_PORT: 'x', LOG_LEVEL: 'y' })).toMatchObject({
      left: expect.stringMatching(/OFFICE_PORT is "x".*LOG_LEVEL is "y"/) as string,
    });
  });
});

describe('a data folder', () => {
  const open = async (data: string, demonstration: boolean) => {
    const opened = await openOffice({ config: { data, demonstration, eventStore: { engine: 'sqlite' } } })();
    if (E.isLeft(opened)) return opened.left;
    const { demonstration: is } = opened.right;
    await opened.right.close();
    return is;
  };

  it('that was made for the real thing never becomes a demonstration', async () => {
    const data = join(root, 'live');
    expect(await open(data, false)).toBe(false);
    expect(isDemonstration(data)).toBe(false);
    expect(await open(data, true)).toMatch(/live holds something that is no demonstration/);
    expect(isDemonstration(data)).toBe(false);
    expect(await open(data, false)).toBe(false);
  });

  it('that holds a demonstration stays one, whatever is asked', async () => {
    const data = join(root, 'demo');
    expect(await open(data, true)).toBe(true);
    expect(readFileSync(join(data, 'DEMONSTRATION'), 'utf8')).toContain('Not the record of any decision');
    expect(await open(data, false)).toBe(true);
    expect(await open(data, true)).toBe(true);
  });

  it('that holds something else is left alone', async () => {
    const data = join(root, 'letters');
    mkdirSync(data);
    writeFileSync(join(data, 'letter.txt'), 'Dear all');
    expect(await open(data, true)).toMatch(/holds something that is no demonstration/);
  });

  it('that is a file, or holds what is damaged, is named', async () => {
    expect(await open(file('a-file', ''), false)).toMatch(/^The data folder .*a-file cannot be used/);
    const data = join(root, 'damaged');
    expect(await open(data, false)).toBe(false);
    writeFileSync(join(foldersOf(data).keys, 'sign-in.key'), 'short');
    expect(await open(data, false)).toMatch(/sign-in\.key is not a key of 32 bytes/);
    // What was opened by then was closed again: the folder is free.
    rmSync(join(foldersOf(data).keys, 'sign-in.key'));
    expect(await open(data, false)).toBe(false);
  });

  it('is held by one process at a time', async () => {
    const data = join(root, 'held');
    const config = { data, demonstration: false, eventStore: { engine: 'sqlite' } } as const;
    const first = await openOffice({ config })();
    expect(await open(data, false)).toMatch(/is held by another process/);
    if (E.isRight(first)) await first.right.close();
    expect(await open(data, false)).toBe(false);
  });

  it('has keys that its owner alone can read, made once', () => {
    const { keys } = foldersOf(join(root, 'keys'));
    const key = namedKey(keys, 'sign-in');
    expect(key).toHaveLength(32);
    expect(namedKey(keys, 'sign-in')).toEqual(key);
    expect(namedKey(keys, 'documents')).not.toEqual(key);
    expect(statSync(keys).mode & 0o077).toBe(0);
    expect(statSync(join(keys, 'sign-in.key')).mode & 0o077).toBe(0);
    expect(existsSync(join(keys, 'sign-in.key'))).toBe(true);
  });
});

describe('a data folder whose keys are gone', () => {
  it('is not opened with new ones, which would open nothing of its log', async () => {
    const data = join(root, 'keyless');
    const { bedfordshireBody } = await import('@commissioning/domain');
    const config = { data, demonstration: false, eventStore: { engine: 'sqlite' } } as const;
    const open = openOffice({ config });
    const first = await open();
    if (E.isLeft(first)) throw new Error(first.left);
    const request = {
      kind: 'rulebook',
      id: 'BEDS',
      action: 'establish-body',
      command: bedfordshireBody,
      commandId: 'keyless-office-1',
      actor: { id: 'local:administrator', role: 'administrator' },
    };
    await first.right.commands.execute(request as never)();
    await first.right.close();
    rmSync(foldersOf(data).keys, { recursive: true });
    const again = await open();
    expect(again).toEqual(E.left(expect.stringContaining('restore them from their backup')));
    expect(existsSync(foldersOf(data).keys)).toBe(false);
  });
});
