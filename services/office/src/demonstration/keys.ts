import type { Actor } from '@commissioning/kernel';
import { people } from './step';

/** A person of the demonstration and the key they hold. */
interface DemonstrationKey {
  readonly actor: Actor;
  readonly recipient: string;
  readonly identity: string;
}

/**
 * The keys of those who open the bids of the example tender. They stand here for anybody to read: everything that they
 * seal is invented. Real keys are made by those who hold them and stand nowhere else.
 */
export const demonstrationKeys: readonly [DemonstrationKey, DemonstrationKey] = [
  {
    actor: people.officer,
    recipient: 'age14k97rdgf06uwpxq9jssn4jx60xhrfdas40gdj4pyfzan2700patqxav3c8',
    identity: 'AGE-SECRET-KEY-1J94HN3V7R7RH9M0LC8HMVW3VSR8VVPNF450084R25XZHHGW9KQQQDNETU6',
  },
  {
    actor: people.colleague,
    recipient: 'age1asfled8wndaemhegdultrayxtsl8h0agk46ypkddgd97xe4hnv3qxyaww6',
    identity: 'AGE-SECRET-KEY-1ARHYDYQQU3P74MVA8VGHG9EHWNJN0TWNN95ERXL7L85869P8SMHQF6QC44',
  },
];
