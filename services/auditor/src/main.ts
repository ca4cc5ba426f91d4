import {
  type Actor,
  ActorId,
  effectiveMoment,
  effectiveMomentExpected,
  type Instant,
  Role,
} from '@commissioning/kernel';
import { type Config, configFrom, foldersOf, localActor } from '@services/office';
import { Command, InvalidArgumentError, Option } from 'commander';
import * as E from 'fp-ts/Either';
import { giveExample, tellActions } from './actions';
import { type Client, connect } from './client';
import {
  commandIn,
  doAction,
  type DoOptions,
  type ExitCode,
  history,
  importFile,
  portfolioIn,
  replay,
  show,
} from './commands';
import { backUpRecord, type BackupOptions, restoreRecord, type RestoreOptions } from './copies';
import { confirmClock, momentRead, momentReadExpected } from './confirm-clock';
import { doctor } from './doctor';
import { migrateLog, type MigrateOptions } from './migrate-log';
import { erasePerson, type EraseOptions, grounds, type Person, personIn } from './erase';
import { handInOpeningKey, identityIn, makeOpeningKey } from './opening-key';
import { complain } from './printing';
import { protectServer, type ProtectServerOptions } from './protect-server';
import { type RedFlagsAsked, redFlags } from './red-flags';
import { subjectAccess } from './subject-access';
import { rulesNamed, sweepRecord } from './sweep';
import { verifyRecord, type VerifyOptions } from './verify';

interface Common {
  readonly json?: true;
  readonly as?: string;
}

const program = new Command('commissioning')
  .description(
    'The command line of the commissioning record: through the running office, or on a folder nobody holds.',
  )
  .option('--json', 'answer in JSON, for programs')
  .option('--as <role[:actor]>', 'in whose name: a role, or a role and an actor id')
  .addHelpText(
    'after',
    '\nOFFICE_DATA names the data folder (data/demo when it is not set).\nExit code 0: all is well; 1: the answer is no; 2: asked wrongly.',
  )
  .exitOverride();

/** The office itself is nobody's name to act in. */
const rolesToActIn = (Object.keys(Role.keys) as ReadonlyArray<Role>).filter((role) => role !== 'system');

const actorFrom = (as: string | undefined, usual: Role): Actor | undefined => {
  // An actor's id may have colons of its own.
  const [name = usual, ...rest] = (as ?? usual).split(':');
  const id = rest.length === 0 ? undefined : rest.join(':');
  const role = rolesToActIn.find((each) => each === name);
  if (role === undefined) return undefined;
  return id === undefined ? localActor(role) : ActorId.is(id) ? { id, role } : undefined;
};

const finish = (code: ExitCode): void => {
  process.exitCode = code;
};

const asked = (sentence: string): void => {
  complain(sentence);
  finish(2);
};

/** Finds the system, does one thing with it, and lets go of it again. */
const withClient = async (
  usual: Role,
  work: (client: Client, json: boolean, config: Config) => Promise<ExitCode>,
): Promise<void> => {
  const { json, as } = program.opts<Common>();
  const config = configFrom(process.env);
  if (E.isLeft(config)) return asked(config.left);
  const actor = actorFrom(as, usual);
  if (actor === undefined)
    return asked(`--as ${as ?? ''}: expected a role (${rolesToActIn.join(', ')}), or role:actor`);
  const client = await connect(config.right, actor);
  if (E.isLeft(client)) return asked(client.left);
  try {
    finish(await work(client.right, json === true, config.right));
  } finally {
    await client.right.close();
  }
};

const withPerson = async (subject: string, work: (who: Person) => Promise<void>): Promise<void> => {
  const who = personIn(subject);
  if (who === undefined)
    return asked(
      `${subject} names nobody: expected a provider and the id of a person there, BEDS-azalea/clerk`,
    );
  return work(who);
};

const momentOfEffect = (text: string): Instant => {
  const moment = effectiveMoment(text);
  if (moment === undefined) throw new InvalidArgumentError(`Expected ${effectiveMomentExpected}.`);
  return moment;
};

program
  .command('import <file>')
  .description('bring in a portfolio of prior awards and funding (JSON or CSV): all of it or nothing')
  .action(async (file: string) => {
    const portfolio = await portfolioIn(file);
    if (E.isLeft(portfolio)) return asked(portfolio.left);
    return withClient('commissioning-officer', (client, json) => importFile(client, portfolio.right, json));
  });

program
  .command('do <action>')
  .description('carry out one command from a JSON file')
  .requiredOption('--file <file>', 'the command as JSON; - for standard input')
  .option('--on <reference>', 'commission, decision, fund, provider or body; a new commission when absent')
  .option('--kind <kind>', 'which of them, where the reference could be several')
  .option('--id <id>', 'the command id: the same id is carried out once')
  .addOption(new Option('--revision <n>', 'refuse when it has changed since this revision').argParser(Number))
  .addOption(
    new Option(
      '--effective-at <time>',
      'when it took effect, where that is not now: a day (its beginning, in London) or a moment',
    ).argParser(momentOfEffect),
  )
  .action(async (action: string, { file, ...options }: DoOptions & { readonly file: string }) => {
    const command = await commandIn(file);
    if (E.isLeft(command)) return asked(command.left);
    return withClient('commissioning-officer', (client, json) =>
      doAction(client, action, command.right, options, json),
    );
  });

program
  .command('actions [action]')
  .description('the commands that can be given with `do`; of one, its fields and what may refuse it')
  .option('--kind <kind>', 'of which kind of thing, where it could be several')
  .action((action: string | undefined, { kind }: { readonly kind?: string }) =>
    finish(tellActions(action, kind, program.opts<Common>().json === true)),
  );

program
  .command('example <action>')
  .description('a file for `do` to begin with: print it, and fill in what is true')
  .option('--kind <kind>', 'of which kind of thing, where it could be several')
  .action((action: string, { kind }: { readonly kind?: string }) => finish(giveExample(action, kind)));

const openingKey = program
  .command('opening-key')
  .description('keys to sealed bids: each of those who open them together has one');

openingKey
  .command('make <file>')
  .description('make a key of your own; prints what bids are sealed to')
  .action(async (file: string) => finish(await makeOpeningKey(file, program.opts<Common>().json === true)));

openingKey
  .command('hand-in <reference>')
  .description('hand your key in, to open the bids of a commission')
  .requiredOption('--key <file>', 'the file of your key; - for standard input')
  .action(async (reference: string, { key }: { readonly key: string }) => {
    const identity = await identityIn(key);
    if (E.isLeft(identity)) return asked(identity.left);
    return withClient('commissioning-officer', (client, json) =>
      handInOpeningKey(client, reference, identity.right, json),
    );
  });

program
  .command('show <reference>')
  .description('a commission as it stands, or stood')
  .option('--as-at <time>', 'as it stood: a day (its end, in London) or a moment')
  .option('--known-at <time>', 'as it was known then')
  .action((reference: string, at: { asAt?: string; knownAt?: string }) =>
    withClient('auditor', (client, json) => show(client, reference, at, json)),
  );

program
  .command('history <reference>')
  .description('every event of a commission: when, what, who, under which rules')
  .action((reference: string) => withClient('auditor', (client, json) => history(client, reference, json)));

program
  .command('red-flags')
  .description('where it may be worth a look, by what the events say: questions, and no findings')
  .option('--flag <id>', 'one flag alone')
  .option('--commission <reference>', 'of one commission')
  .option('--provider <reference>', 'of one provider and its awards')
  .option(
    '--standing <standing>',
    'raised, explained, too-few, clear or all; raised and explained when absent',
  )
  .action((by: RedFlagsAsked) => withClient('auditor', (client, json) => redFlags(client, by, json)));

program
  .command('sweep')
  .description('decide all that was recorded again: what the rules of its day do not bear out')
  .option(
    '--rules <version>',
    'and what these rules would have refused: an adopted version, or a file of a candidate',
  )
  .action(async ({ rules }: { readonly rules?: string }) => {
    const named = await rulesNamed(rules);
    if (E.isLeft(named)) return asked(named.left);
    return withClient('auditor', (client, json) => sweepRecord(client, named.right, json));
  });

program
  .command('verify')
  .description('check the whole record: every hash, every stream, what is sealed, the documents')
  .option('--read-models', 'and make all read models anew, to hold them against those that answer')
  .action((options: VerifyOptions) =>
    withClient('auditor', (client, json) => verifyRecord(client, options, json)),
  );

program
  .command('replay')
  .description('build read models anew from the log')
  .option('--projection <name>', 'one of them alone', 'all')
  .action(({ projection }: { projection: string }) =>
    withClient('auditor', (client, json) => replay(client, projection, json)),
  );

program
  .command('backup <folder>')
  .description(
    'copy log and documents of the data folder as they stand, and apart from them the keys; an office may run',
  )
  .requiredOption(
    '--keys <folder>',
    'where the keys go: apart, the same folder for every backup of this record',
  )
  .action(async (folder: string, options: BackupOptions) =>
    finish(await backUpRecord(process.env, folder, options, program.opts<Common>().json === true)),
  );

program
  .command('restore <backup>')
  .description('make a data folder of a backup and its keys: checked to the last byte, all of it or nothing')
  .requiredOption('--keys <folder>', 'where the keys of this record were backed up to')
  .requiredOption('--to <folder>', 'the data folder to be, empty or not there yet')
  .option(
    '--erased-by <folder>',
    'a later backup or data folder of the record: whom it says to be erased, is',
  )
  .action(async (backup: string, options: RestoreOptions) =>
    finish(await restoreRecord(backup, options, program.opts<Common>().json === true)),
  );

program
  .command('erase <person>')
  .description(
    'erase somebody named in the record of a provider, BEDS-azalea/clerk: for good, their key is destroyed',
  )
  .addOption(
    new Option('--reason <ground>', 'the ground, a code: words would name the person')
      .choices(grounds)
      .makeOptionMandatory(),
  )
  .option('--asked-on <day>', 'the day on which they asked for it')
  .option('--file <id>', 'where the correspondence is filed; nothing that names them')
  .option('--yes', 'do not ask whether it is meant')
  .action((subject: string, options: EraseOptions) =>
    withPerson(subject, (who) =>
      withClient('administrator', (client, json, { data }) =>
        erasePerson(client, who, options, foldersOf(data).keys, json),
      ),
    ),
  );

program
  .command('subject-access <person>')
  .description('all that is held of somebody named in the record of a provider, BEDS-azalea/clerk')
  .action((subject: string) =>
    withPerson(subject, (who) =>
      withClient('administrator', (client, json) => subjectAccess(client, who, json)),
    ),
  );

program
  .command('migrate')
  .description(
    'copy the log of a folder to an EventStoreDB: all of it, in order, checked; run again, it goes on',
  )
  .option('--to <address>', 'where to, esdb://…; EVENTSTOREDB_URL when not given')
  .option('--from <folder>', 'the data folder, which no office may hold; OFFICE_DATA when not given')
  .action(async (options: MigrateOptions) =>
    finish(await migrateLog(process.env, options, program.opts<Common>().json === true)),
  );

program
  .command('protect')
  .description(
    'let one user alone write and read the record on an EventStoreDB, and only administrators delete',
  )
  .requiredOption('--user <name>', 'the user by whom the office keeps the record, no administrator')
  .option(
    '--at <address>',
    'the server, with an administrator’s name and password; EVENTSTOREDB_URL when not given',
  )
  .action(async (options: ProtectServerOptions) => finish(await protectServer(process.env, options)));

const clockReading = (text: string): Instant => {
  const moment = momentRead(text);
  if (moment === undefined) throw new InvalidArgumentError(`Expected ${momentReadExpected}.`);
  return moment;
};

program
  .command('confirm-clock')
  .description('confirm that the clock by which the record is kept is right, by what another one says')
  .argument(
    '<time>',
    'the time, read from another clock and typed: in London, 2027-01-04T08:58',
    clockReading,
  )
  .requiredOption('--reason <reason>', 'why it was in doubt: nothing was recorded for so long, or it was set')
  .action((read: Instant, { reason }: { readonly reason: string }) =>
    withClient('administrator', (client, json) => confirmClock(client, read, reason, json)),
  );

program
  .command('doctor')
  .description('look at configuration and engines, and say what to do')
  .action(async () => finish(await doctor(process.env, program.opts<Common>().json === true)));

// Whoever reads only the first lines closes the pipe: there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

program.parseAsync().catch((error: unknown) => {
  const told = error as { readonly exitCode?: number; readonly code?: string };
  // Commander has said what was wrong with the words; asking for help is not wrong.
  if (told.code?.startsWith('commander.') === true) return finish(told.exitCode === 0 ? 0 : 2);
  asked(error instanceof Error ? error.message : String(error));
});
