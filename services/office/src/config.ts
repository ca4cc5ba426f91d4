import { readFileSync } from 'node:fs';
import type { NatsAddress } from '@commissioning/event-bus/nats';
import { type Fault, faultsOf } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import { type Engines, mongodbPlaceOf } from './engines';
import { usualSilence } from './clock';
import { allServices, canRunApart, ServiceList, type Services, servicesIn } from './services';

const port = t.refinement(
  t.string,
  (s) => /^\d{1,5}$/.test(s) && Number(s) <= 65_535,
  'a port from 0 to 65535',
);
const days = t.refinement(t.string, (s) => /^[1-9]\d{0,2}$/.test(s), 'a number of days from 1 to 999');
const folder = t.refinement(t.string, (s) => s.trim() !== '', 'the path of a folder');
// Not a URL: it may name several hosts, each with its port. The rest is for the engine's adapter to say.
const address = t.refinement(
  t.string,
  (s) => /^[a-z][a-z+]*:\/\/\S+$/.test(s),
  'an address like esdb://host:2113',
);

const mongodbAddress = t.refinement(
  t.string,
  (s) => /^mongodb(\+srv)?:\/\/\S+$/.test(s),
  'an address like mongodb://host:27017/commissioning',
);
const natsAddress = t.refinement(
  t.string,
  (s) => /^(nats|tls):\/\/\S+$/i.test(s),
  'an address like nats://host:4222, or several parted by commas',
);
const file = t.refinement(t.string, (s) => s.trim() !== '', 'the path of a file');
const webAddress = t.refinement(
  t.string,
  (s) => URL.canParse(s) && /^https?:\/\/[^?#]+$/.test(s),
  'an address like https://record.example.org',
);

/** Every name the services read, with what may stand there. */
const Settings = t.partial(
  {
    OFFICE_DATA: folder,
    OFFICE_HOST: t.refinement(t.string, (s) => /^[A-Za-z0-9.:-]+$/.test(s), 'a host name or address'),
    OFFICE_PORT: port,
    EVENT_STORE: t.keyof({ sqlite: null, eventstoredb: null }, 'sqlite or eventstoredb'),
    READ_STORE: t.keyof({ sqlite: null, mongodb: null }, 'sqlite or mongodb'),
    EVENT_BUS: t.keyof({ 'in-process': null, nats: null }, 'in-process or nats'),
    DOCUMENT_STORE: t.keyof({ folder: null, gridfs: null }, 'folder or gridfs'),
    EVENTSTOREDB_URL: address,
    MONGODB_URL: mongodbAddress,
    OTEL_EXPORTER_OTLP_ENDPOINT: t.refinement(
      t.string,
      (s) => /^https?:\/\//.test(s) && URL.canParse(s),
      'an address like http://localhost:4318',
    ),
    OTEL_SERVICE_NAME: t.refinement(t.string, (s) => s.trim() !== '', 'a name'),
    NATS_URL: natsAddress,
    NATS_CREDENTIALS: file,
    NATS_NKEY: file,
    NATS_CA: file,
    OFFICE_ADDRESS: webAddress,
    SERVICES: ServiceList,
    CLOCK_SILENT_DAYS: days,
    LOG_LEVEL: t.keyof(
      { fatal: null, error: null, warn: null, info: null, debug: null, trace: null, silent: null },
      'fatal, error, warn, info, debug, trace or silent',
    ),
  },
  'Settings',
);
const names = Object.keys(Settings.props);

/** How one office runs. */
export interface Config extends Engines {
  /** Where the embedded engines, keys and documents live. */
  readonly data: string;
  /** Whether the folder may hold the demonstration: only the default one, never one that was named. */
  readonly demonstration: boolean;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly eventBus:
    | { readonly engine: 'in-process' }
    | { readonly engine: 'nats'; readonly address: NatsAddress };
  /** Where the office is reached from outside, without a slash at the end; where it listens when absent. */
  readonly address?: string;
  /** What of an office runs in this process. */
  readonly services: Services;
  /** For how many days nothing may have been recorded before a start, for the clock to be believed without being asked. */
  readonly clockSilentDays: number;
  readonly logLevel: string;
  /** Where traces are sent; nowhere when absent. */
  readonly traces?: { readonly endpoint: string; readonly service: string };
}

const demonstrationFolder = 'data/demo';

/** Settings that may hold a password: what they are is not told. */
const secret: ReadonlySet<string> = new Set(['EVENTSTOREDB_URL', 'MONGODB_URL', 'NATS_URL']);

/** A wrong setting, in a sentence that names it. */
const settingInWords = ({ pointer, expected, found }: Fault): string => {
  const name = pointer.slice(1);
  return secret.has(name) ? `${name} must be ${expected}.` : `${name} is ${found}; it must be ${expected}.`;
};

type SettingsGiven = t.TypeOf<typeof Settings>;

/** Where NATS is and who we are there; a credentials file goes before the seed of an NKey. */
const natsOf = (url: string, { NATS_CREDENTIALS, NATS_NKEY, NATS_CA }: SettingsGiven): NatsAddress => {
  const identity = (): Pick<NatsAddress, 'identity'> => {
    if (NATS_CREDENTIALS !== undefined) return { identity: { kind: 'credentials', file: NATS_CREDENTIALS } };
    return NATS_NKEY === undefined ? {} : { identity: { kind: 'nkey', file: NATS_NKEY } };
  };
  return { url, ...identity(), ...(NATS_CA === undefined ? {} : { tls: { authoritiesFile: NATS_CA } }) };
};

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
  const { CLOCK_SILENT_DAYS } = settings.right;
  const { EVENT_STORE = 'sqlite', READ_STORE = 'sqlite', DOCUMENT_STORE = 'folder' } = settings.right;
  const { EVENTSTOREDB_URL, MONGODB_URL } = settings.right;
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: service = 'commissioning' } =
    settings.right;
  if (EVENT_STORE === 'eventstoredb' && EVENTSTOREDB_URL === undefined)
    return E.left('EVENT_STORE is "eventstoredb", but EVENTSTOREDB_URL does not say where it is.');
  for (const [name, engine, chosen] of [
    ['READ_STORE', 'mongodb', READ_STORE],
    ['DOCUMENT_STORE', 'gridfs', DOCUMENT_STORE],
  ] as const)
    if (chosen === engine && MONGODB_URL === undefined)
      return E.left(`${name} is "${engine}", but MONGODB_URL does not say where it is.`);
  const { EVENT_BUS = 'in-process', NATS_URL, OFFICE_ADDRESS } = settings.right;
  if (EVENT_BUS === 'nats' && NATS_URL === undefined)
    return E.left('EVENT_BUS is "nats", but NATS_URL does not say where it is.');
  const engines: Engines = {
    eventStore:
      EVENT_STORE === 'eventstoredb' && EVENTSTOREDB_URL !== undefined
        ? { engine: 'eventstoredb', url: EVENTSTOREDB_URL }
        : { engine: 'sqlite' },
    readStore:
      READ_STORE === 'mongodb' && MONGODB_URL !== undefined
        ? { engine: 'mongodb', ...mongodbPlaceOf(MONGODB_URL) }
        : { engine: 'sqlite' },
    documentStore:
      DOCUMENT_STORE === 'gridfs' && MONGODB_URL !== undefined
        ? { engine: 'gridfs', ...mongodbPlaceOf(MONGODB_URL) }
        : { engine: 'folder' },
  };
  const { SERVICES } = settings.right;
  const services = SERVICES === undefined ? allServices : servicesIn(SERVICES);
  const apart = canRunApart(services, engines);
  if (E.isLeft(apart)) return apart;
  if (services.size < allServices.size && OFFICE_DATA === undefined)
    return E.left('SERVICES runs parts of an office; OFFICE_DATA must then name its folder.');
  return E.right({
    data: OFFICE_DATA ?? demonstrationFolder,
    demonstration: OFFICE_DATA === undefined,
    host: OFFICE_HOST,
    port: Number(OFFICE_PORT),
    ...engines,
    services,
    eventBus:
      EVENT_BUS === 'nats' && NATS_URL !== undefined
        ? { engine: 'nats', address: natsOf(NATS_URL, settings.right) }
        : { engine: 'in-process' },
    ...(OFFICE_ADDRESS === undefined ? {} : { address: OFFICE_ADDRESS.replace(/\/+$/, '') }),
    clockSilentDays: CLOCK_SILENT_DAYS === undefined ? usualSilence : Number(CLOCK_SILENT_DAYS),
    logLevel: LOG_LEVEL,
    ...(endpoint === undefined ? {} : { traces: { endpoint, service } }),
  });
};
