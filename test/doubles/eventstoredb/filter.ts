import type { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { LoggedEvent } from './log';

/** A filter of a read or subscription of $all. */
export interface Filter {
  readonly passes: (event: LoggedEvent) => boolean;
  /** How many considered events make a checkpoint. */
  readonly checkpointInterval: number;
}

/** The server's search window when a client names none. */
const defaultWindow = 32;

/** Reads the filter options; a regular expression goes before prefixes, as on the server. */
export const filterOf = (options: ReadReq.Options.FilterOptions): Filter => {
  const expression = options.getStreamIdentifier() ?? options.getEventType();
  const field = options.hasStreamIdentifier() ? 'stream' : 'type';
  const prefixes = expression?.getPrefixList() ?? [];
  const source = expression?.getRegex() ?? '';
  const pattern = source === '' ? undefined : new RegExp(source);
  const window = options.hasMax() ? options.getMax() : defaultWindow;
  return {
    passes: (event) =>
      pattern === undefined
        ? prefixes.some((prefix) => event[field].startsWith(prefix))
        : pattern.test(event[field]),
    checkpointInterval: window * options.getCheckpointintervalmultiplier(),
  };
};
