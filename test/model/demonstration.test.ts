import { createHash } from 'node:crypto';
import type { JsonObject } from '@commissioning/kernel';
import { demonstration } from '../../services/office/src/demonstration';
import { newSystem } from './system';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What was handed in of each bid, until the bids of its commission are opened. */
type HandedIn = Map<string, Map<string, JsonObject>>;

/** A command as it is decided: the service seals bids that are handed in and reveals those that are opened. */
const prepared = (id: string, action: string, command: JsonObject, bids: HandedIn): JsonObject => {
  const here = bids.get(id) ?? new Map<string, JsonObject>();
  bids.set(id, here);
  if (action === 'receive-bid') {
    const { bid, via, contents } = command as { bid: string; via: string; contents: JsonObject };
    here.set(bid, { bid, ...contents, commitmentHolds: true });
    const sealed = { mediaType: 'application/json', length: 900, sha256: digest(`${id}/${bid}`) };
    return { bid, via, sealed, commitment: digest(`${id}/${bid}/seal`) };
  }
  return action === 'open-bids' ? { ...command, bids: [...here.values()] } : command;
};

test('every act of the demonstration, asked again on the state it led to, is nothing to do', () => {
  const system = newSystem();
  const bids: HandedIn = new Map();
  for (const { at, kind, id, action, actor, command } of demonstration) {
    // The office closes bidding by itself, before anybody opens a bid.
    if (action === 'open-bids') {
      const commitments = [...(bids.get(id)?.keys() ?? [])].map((bid) => digest(`${id}/${bid}/seal`));
      const closing = { digest: digest(id), salt: 'salt', commitments: commitments.toSorted() };
      expect(system.ask({ kind, id, action: 'close-bidding', actor, command: closing }, at)).toBe(true);
    }
    const asked = { kind, id, action, actor, command: prepared(id, action, command as JsonObject, bids) };
    // The system looks itself whether anything is left to do.
    expect([id, action, system.ask(asked, at)]).toEqual([id, action, true]);
  }
});
