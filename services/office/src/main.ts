import { setTimeout as pause } from 'node:timers/promises';
import { tokenFor } from '@commissioning/http';
import { type Instant, instantOf, momentInWords, type Role } from '@commissioning/kernel';
import { makeMetrics, traceNow, watchingFeeds } from '@commissioning/telemetry';
import { behindInWords, clockDoubted, type ClockStanding, doubtInWords, whatToDo } from '@services/commands';
import * as E from 'fp-ts/Either';
import { type Logger, pino } from 'pino';
import { type Config, configFrom } from './config';
import { fillDemonstration } from './demonstration';
import { feedsOf, publishingOf } from './events';
import { announce, isDemonstration, withdraw } from './folder';
import { localActor, type Office, openOffice } from './office';
import { listeningAt, serverOf } from './server';
import { allServices } from './services';

/** Standard output is for people; structured logs go to standard error. */
const say = (text = ''): void => void process.stdout.write(`${text}\n`);

const stopWith = (reason: string): never => {
  process.stderr.write(`The office cannot start. ${reason}\n`);
  return process.exit(2);
};

const roles: ReadonlyArray<Role> = [
  'commissioning-officer',
  'approver',
  'finance',
  'panel-member',
  'auditor',
  'administrator',
];

/** What the clock says and, where that is doubted, both moments and what to do; nothing where nobody could be asked. */
const clockInWords = (looked: E.Either<unknown, ClockStanding>): ReadonlyArray<string> => {
  if (E.isLeft(looked)) return [];
  const clock = looked.right;
  switch (clock.standing) {
    case 'right':
      return [];
    case 'behind':
      return ['THE CLOCK MAY BE BEHIND', behindInWords(clock), ''];
    case 'ahead':
      return [clockDoubted.toUpperCase(), doubtInWords(clock), whatToDo, ''];
  }
};

const greet = (
  office: Office,
  config: Config,
  url: string,
  clock: E.Either<unknown, ClockStanding>,
): void => {
  say();
  say(
    office.demonstration
      ? '  DEMONSTRATION: real history, invented examples. Not the record of any decision.'
      : '  Commissioning record',
  );
  say();
  say(`  Services commissioned   ${url}/`);
  say(`  Decisions               ${url}/decisions`);
  say(`  The rules               ${url}/rules`);
  say(`  The same as data        ${url}/v1/register`);
  say(`  Events as they come     ${url}/v1/events/stream`);
  say(`  Data folder             ${config.data}`);
  say(`  Clock                   ${momentInWords(office.clock.says())}`);
  if (config.services.size < allServices.size)
    say(`  Services here           ${[...config.services].join(', ')}`);
  say();
  for (const sentence of clockInWords(clock)) say(`  ${sentence}`);
  say('  Sign in as');
  for (const role of roles)
    say(`    ${role.padEnd(22)}${url}/sign-in?token=${tokenFor(office.signInKey, localActor(role))}`);
  say();
  say('  Ctrl-C stops the office. Nothing is lost when it is stopped, in whatever way.');
};

/**
 * So long a start waits, in milliseconds: for erasures that a stop cut short, for the log to say whether the clock can be
 * right, and for its read models to be up to date.
 */
const patience = { erasures: 5_000, clock: 2_000, readModels: 2_000 };

/** Whether a task succeeds within so many milliseconds: a log that is away holds no start up. It goes on either way. */
const within = (milliseconds: number, task: Promise<boolean>): Promise<boolean> =>
  Promise.race([task, pause(milliseconds, false, { ref: false })]);

/** Nobody is served while the key of somebody who was erased may still be there; where that takes long, it goes on beside. */
const finishErasures = async ({ erasures }: Office, logger: Logger): Promise<void> => {
  const done = erasures.catchUp().then(
    () => true,
    (error: unknown) => {
      logger.warn(error, 'erasures could not be looked through yet');
      return false;
    },
  );
  await within(patience.erasures, done);
};

/**
 * How often the clock is looked at, in milliseconds, whoever asks or not: that it was set is said, and a process that only shows
 * things learns that it was confirmed.
 */
const clockLooked = 10_000;

const sayClock = (logger: Logger, { standing, says, known }: ClockStanding): void => {
  if (standing === 'right') logger.info({ says }, 'the clock is gone by');
  else if (standing === 'behind')
    logger.warn({ says, known }, 'the clock says less than was recorded before');
  else logger.error({ says, known }, 'the clock is not believed: nothing is recorded until it is confirmed');
};

/** How the clock stands, where that can be said at once. */
const lookAtClock = (office: Office): Promise<E.Either<unknown, ClockStanding>> =>
  Promise.race([
    office.clock.look(),
    pause(patience.clock, E.left('the log does not answer'), { ref: false }),
  ]);

const noBus = { eventBus: { engine: 'in-process' } } as const;

/** Loaded where it is asked for: what sends traces takes longer to load than much of an office. */
const sendTraces = async ({ traces }: Config): Promise<() => Promise<void>> => {
  if (traces === undefined) return () => Promise.resolve();
  const { exportTraces } = await import('@commissioning/telemetry/exporting');
  return exportTraces(traces.endpoint, traces.service);
};

const start = async (): Promise<void> => {
  const read = configFrom(process.env);
  if (E.isLeft(read)) return stopWith(read.left);
  const config = read.right;
  const mixin = (): object => {
    const traceparent = traceNow();
    return traceparent === undefined ? {} : { traceparent };
  };
  const logger = pino({ level: config.logLevel, base: null, mixin }, pino.destination(2));
  const metrics = makeMetrics();
  const stopTraces = await sendTraces(config);
  // The demonstration lives through its years on a clock of its own, and then goes on with the real one.
  let clock = (): Instant => instantOf(Date.now());
  const drives = config.demonstration || isDemonstration(config.data);
  const opened = await openOffice({
    config,
    ...(drives && { now: () => clock() }),
    report: (about) => logger.warn(about, 'an event could not be answered'),
    reportDuties: (about) => logger.warn(about, 'the duties of a commission could not be noted'),
    reportClosing: (about) => logger.warn(about, 'bidding could not be closed'),
    reportErasures: (about) => logger.error(about, 'an erasure could not be carried out'),
    reportClock: (standing) => sayClock(logger, standing),
    reportReconnect: (reason) => logger.warn({ reason }, 'a connection had to be made anew'),
    metrics,
  })();
  if (E.isLeft(opened)) return stopWith(opened.left);
  const office = opened.right;

  if (office.demonstration) {
    say('Preparing the demonstration …');
    const filled = await fillDemonstration(office, (simulated) => {
      clock = () => simulated;
    });
    clock = () => instantOf(Date.now());
    if (E.isLeft(filled)) return stopWith(filled.left);
    // Whoever looks at it for the first time is to find all of it there, and what has fallen due since its last day.
    await office.dutyClock.catchUp();
    await office.projecting.catchUp();
  }
  const { services } = config;
  if (services.has('watch')) await finishErasures(office, logger);
  office.projecting.start();
  const clockSeen = lookAtClock(office);
  if (!(await within(patience.readModels, office.projecting.catchUp().then(E.isRight))))
    logger.warn('the read models are not up to date yet: /health/ready tells when they are');
  const stopping = new AbortController();
  const watching = services.has('watch')
    ? Promise.all([
        office.watch.run(stopping.signal),
        office.dutyClock.run(stopping.signal),
        office.closingClock.run(stopping.signal),
        office.erasures.run(stopping.signal),
      ])
    : Promise.resolve([]);

  const address = (): string => config.address ?? listeningAt(server);
  const publishing = await publishingOf(services.has('relay') ? config : noBus, {
    feeds: Object.values(feedsOf(office, address)),
    now: office.now,
    watch: watchingFeeds(Date.now),
    report: (about) => logger.warn(about, 'events could not be published'),
  });
  if (E.isLeft(publishing)) return stopWith(publishing.left);
  const published = publishing.right;
  if (published !== undefined) metrics.feeds(published.relay.health);
  const server = serverOf(office, logger, {
    metrics,
    services,
    ...(config.address === undefined ? {} : { address: config.address }),
    ...(published && { publishing: published.relay.health }),
  });
  // What is shown goes by the clock as well: it is looked at before anything is.
  await clockSeen;
  try {
    await server.listen({ host: config.host, port: config.port });
  } catch (error) {
    await office.close();
    return stopWith(
      `OFFICE_HOST ${config.host} and OFFICE_PORT ${config.port} cannot be listened on: ${(error as Error).message}.`,
    );
  }
  const url = listeningAt(server);
  // The command line goes to where commands are carried out.
  if (services.has('commands')) announce(config.data, url);
  const publishingOn = published?.relay
    .run(stopping.signal)
    .catch((error: unknown) => logger.error(error, 'events are no longer published'));
  greet(office, config, url, await lookAtClock(office));

  const looking = setInterval(() => void office.clock.look(), clockLooked);

  const stop = async (): Promise<void> => {
    clearInterval(looking);
    if (services.has('commands')) withdraw(config.data);
    await server.close();
    stopping.abort();
    await watching;
    await publishingOn;
    await published?.bus.close();
    await office.close();
    await stopTraces();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error(error, 'the office did not stop cleanly');
          process.exit(1);
        },
      );
    });
};

start().catch((error: unknown) => stopWith(error instanceof Error ? error.message : String(error)));
