import { setTimeout as delay } from 'node:timers/promises';
import { bedfordshireBody, bedfordshireRules } from '@commissioning/domain';
import type { Role } from '@commissioning/kernel';
import { evidence, need } from '../../services/commands/test/support/world';
import type { RunningOffice } from './running-office';

/** What an office answered over HTTP. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const tokenOf = (office: RunningOffice, role: Role): string =>
  new RegExp(`token=(${role}\\.\\S+)`).exec(office.printed())?.[1] ?? '';

const answerOf = async (response: Response): Promise<Answer> => ({
  status: response.status,
  body: (await response.json()) as Answer['body'],
});

/** Asks an office for something that it answers as data. */
export const reading = async (office: RunningOffice, path: string, role?: Role): Promise<Answer> => {
  const headers = role && { authorization: `Bearer ${tokenOf(office, role)}` };
  return answerOf(await fetch(`${office.url}${path}`, headers ? { headers } : {}));
};

/** A command as somebody sends it. */
export interface Sent {
  readonly path: string;
  readonly command: object;
  readonly key: string;
}

/** Sends a command once, with its key. */
export const sending = async (
  office: RunningOffice,
  { path, command, key }: Sent,
  role: Role = 'commissioning-officer',
): Promise<Answer> =>
  answerOf(
    await fetch(`${office.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokenOf(office, role)}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(command),
    }),
  );

/** Gives an office its body and the body's rules. */
export const establishBody = async (office: RunningOffice): Promise<void> => {
  const commands = [
    { action: 'establish-body', command: bedfordshireBody },
    ...bedfordshireRules.map((command) => ({ action: 'adopt-rules', command })),
  ];
  for (const [index, { action, command }] of commands.entries()) {
    const sent = { path: `/v1/rulebook/BEDS/${action}`, command, key: `foundation-${index}` };
    const { status, body } = await sending(office, sent, 'administrator');
    if (status !== 201) throw new Error(`${action}: ${status} ${JSON.stringify(body)}`);
  }
};

let keys = 0;
const freshKey = (): string => {
  keys += 1;
  return `officers-${process.pid}-${keys}`;
};

export const aNeed = (): Sent => ({ path: '/v1/commissions', command: need, key: freshKey() });
export const someEvidence = (reference: string): Sent => {
  const key = freshKey();
  return { path: `/v1/commissions/${reference}/add-evidence`, command: evidence(key), key };
};

/** A command that was recorded, as its answer says. */
export interface Recorded {
  readonly key: string;
  readonly reference: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly ids: ReadonlyArray<string>;
}

interface RecordedBody {
  readonly reference?: string;
  readonly revision: number;
  readonly position: string;
  readonly events: ReadonlyArray<{ readonly id: string }>;
}

export const recordedBy = ({ path, key }: Sent, { status, body }: Answer): Recorded => {
  if (status !== 201) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  const {
    reference = path.split('/')[3] ?? '',
    revision,
    position,
    events,
  } = body as unknown as RecordedBody;
  const ids = events.map(({ id }) => id);
  return { key, reference, stream: `commission-${reference}`, revision, position, ids };
};

/** Officers at work beside the test. */
export interface Officers {
  /** What was acknowledged, in the order in which it was. */
  readonly recorded: ReadonlyArray<Recorded>;
  /** Answers other than an acknowledgement; the same command was sent again after each. */
  readonly turnedAway: ReadonlyArray<Answer>;
  /** Lets each finish the command under way, however often it has to be sent. */
  readonly goHome: () => Promise<void>;
  /** Lets each drop what they are at. */
  readonly leave: () => void;
}

/**
 * Officers who each begin a commission and bring evidence to it, one command after the other; a command that is not
 * acknowledged is sent again with the same key until it is. They ask for the office anew with each try.
 */
export const officersAt = (office: () => RunningOffice | undefined, count = 4): Officers => {
  const recorded: Array<Recorded> = [];
  const turnedAway: Array<Answer> = [];
  let isOver = false;
  const gone = new AbortController();

  /** Undefined while there is no office, or it goes away before it answers. */
  const tried = async (sent: Sent): Promise<Answer | undefined> => {
    const at = office();
    return at === undefined ? undefined : sending(at, sent).catch(() => undefined);
  };

  const carriedOut = async (sent: Sent): Promise<Recorded> => {
    for (;;) {
      gone.signal.throwIfAborted();
      const answer = await tried(sent);
      if (answer?.status === 201) {
        const done = recordedBy(sent, answer);
        recorded.push(done);
        return done;
      }
      if (answer !== undefined) turnedAway.push(answer);
      await delay(50);
    }
  };

  const works = async (): Promise<void> => {
    while (!isOver) {
      const { reference } = await carriedOut(aNeed());
      for (let piece = 0; piece < 5 && !isOver; piece += 1) await carriedOut(someEvidence(reference));
    }
  };
  const atWork = Promise.all(Array.from({ length: count }, works));
  atWork.catch(() => undefined);

  return {
    recorded,
    turnedAway,
    goHome: async () => {
      isOver = true;
      await atWork;
    },
    leave: () => gone.abort(),
  };
};
