import { readFileSync } from 'node:fs';
import { type Fault, faultsOf } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import * as t from 'io-ts';

const port = t.refinement(
  t.string,
  (s) => /^\d{1,5}$/.test(s) && Number(s) <= 65_535,
  'a port from 0 to 65535',
);
const folder = t.refinement(t.string, (s) => s.trim() !== '', 'the path of a folder');
// Not a URL: it may name several hosts, each with its port. The rest is for the engine's adapter to say.
const address = t.refinement(
  t.string,
  (s) => /^[a-z][a-z+]*:\/\/\S+$/.test(s),
  'an address like esdb://host:2113',
);

/** Every name the services read, with what may stand there. Engines not listed are not part of this version. */
const Settings = t.partial(
  {
    OFFICE_DATA: folder,
    OFFICE_HOST: t.refinement(t.string, (s) => /^[A-Za-z0-9.:-]+$/.test(s), 'a host name or address'),
    OFFICE_PORT: port,
    EVENT_STORE: t.keyof({ sqlite: null, eventstoredb: null }, 'sqlite or eventstoredb'),
    READ_STORE: t.keyof({ sqlite: null }, 'sqlite'),
    EVENT_BUS: t.keyof({ 'in-process': null }, 'in-process'),
    DOCUMENT_STORE: t.keyof({ folder: null }, 'folder'),
    EVENTSTOREDB_URL: address,
    OTEL_EXPORTER_OTLP_ENDPOINT: t.refinement(
      t.string,
      (s) => /^https?:\/\//.test(s) && URL.canParse(s),
      'an address like http://localhost:4318',
    ),
    OTEL_SERVICE_NAME: t.refinement(t.string, (s) => s.trim() !== '', 'a name'),
    LOG_LEVEL: t.keyof(
      { fatal: null, error: null, warn: null, info: null, debug: null, trace: null, silent: null },
      'fatal, error, warn, info, debug, trace or silent',
    ),
  },
  'Settings',
);
const names = Object.keys(Settings.props);

/** How one office runs. */
export interface Config {
  /** Where the embedded engines, keys and documents live. */
  readonly data: string;
  /** Whether the folder may hold the demonstration: only the default one, never one that was named. */
  readonly demonstration: boolean;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly eventStore:
    | { readonly engine: 'sqlite' }
    | { readonly engine: 'eventstoredb'; readonly url: string };
  readonly logLevel: string;
  /** Where traces are sent; nowhere when absent. */
  readonly traces?: { readonly endpoint: string; readonly service: string };
}

const demonstrationFolder = 'data/demo';

/** A wrong setting, in a sentence that names it. */
const settingInWords = ({ pointer, expected, found }: Fault): string =>
  `${pointer.slice(1)} is ${found}; it must be ${expected}.`;

const fromFile = (path: string | undefined): E.Either<string, Record<string, unknown>> => {
  if (path === undefined) return E.right({});
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? E.right(parsed as Record<string, unknown>)
      : E.left(`OFFICE_CONFIG: ${path} must hold a JSON object.`);
  } catch (error) {
    return E.left(`OFFICE_CONFIG: ${path} cannot be read: ${(error as Error).message}`);
  }
};

/**
 * Reads the configuration: environment variables over the JSON file that `OFFICE_CONFIG` names, over defaults. A wrong
 * value, an unknown name in the file, or an engine without its address is an error in a sentence that names it.
 */
export const configFrom = (environment: NodeJS.ProcessEnv): E.Either<string, Config> => {
  const file = fromFile(environment['OFFICE_CONFIG']);
  if (E.isLeft(file)) return file;
  const unknown = Object.keys(file.right).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    return E.left(`The configuration file names ${unknown.join(', ')}; known are ${names.join(', ')}.`);
  const set = Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name] ?? file.right[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const settings = Settings.decode(set);
  if (E.isLeft(settings)) return E.left(faultsOf(settings.left).map(settingInWords).join(' '));
  const { OFFICE_DATA, OFFICE_HOST = '127.0.0.1', OFFICE_PORT = '8080', LOG_LEVEL = 'info' } = settings.right;
  const { EVENT_STORE = 'sqlite', EVENTSTOREDB_URL } = settings.right;
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: service = 'commissioning' } =
    settings.right;
  if (EVENT_STORE === 'eventstoredb' && EVENTSTOREDB_URL === undefined)
    return E.left('EVENT_STORE is "eventstoredb", but EVENTSTOREDB_URL does not say where it is.');
  return E.right({
    data: OFFICE_DATA ?? demonstrationFolder,
    demonstration: OFFICE_DATA === undefined,
    host: OFFICE_HOST,
    port: Number(OFFICE_PORT),
    eventStore:
      EVENT_STORE === 'eventstoredb' && EVENTSTOREDB_URL !== undefined
        ? { engine: 'eventstoredb', url: EVENTSTOREDB_URL }
        : { engine: 'sqlite' },
    logLevel: LOG_LEVEL,
    ...(endpoint === undefined ? {} : { traces: { endpoint, service } }),
  });
};
