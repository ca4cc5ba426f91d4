import { registry } from '@commissioning/domain';
import type { DomainEvent, Metadata } from '@commissioning/kernel';
import { type KeyStore, memoryKeys, seal, startOfChain, type StoredEvent } from '@commissioning/record';
import { uuidv7 } from 'uuidv7';

const finding =
  'The drop-in was full on each of the evenings that were counted, and a third of those who came had been turned away ' +
  'once before. Waiting undid what the court had begun: of 140 families a year 96 waited for more than eleven weeks, ' +
  'and of these one in four did not begin. Workers name two things that would help, evening hours and a room of their ' +
  'own.';

const metadata = {
  body: 'BEDS',
  actor: { id: 'officer-12', role: 'commissioning-officer' },
  recordedAt: '2026-11-23T12:00:00.000Z',
  commandId: 'b6a7c0d2e4f1',
  requestHash: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
  correlationId: 'b6a7c0d2e4f1',
  ruleBookVersion: 4,
  context: [{ stream: 'rulebook-BEDS', revision: 4 }],
} as unknown as Metadata;

/** An event as officers add it, part of it public and part of it not. */
export const decided = (number: number): DomainEvent => ({
  type: 'EvidenceAdded',
  data: {
    evidence: `evidence-${number}`,
    kind: 'quantitative',
    contributor: 'Bedfordshire Police',
    source: 'Recorded crime and referrals, April 2024 to March 2026',
    finding,
  },
});

const keys: KeyStore = memoryKeys();

/** Seals an event for a place in a stream. */
export const sealed = (stream: string, revision: number, previousChainHash: string): StoredEvent =>
  seal(registry, keys, decided(revision), uuidv7(), { stream, revision, previousChainHash }, metadata);

/** An event as it is stored: what those store who do not seal. */
export const sample: StoredEvent = sealed('commission-BEDS-2026-0001', 0, startOfChain);

const { length: dataLength } = JSON.stringify(sample.data) + JSON.stringify(sample.private);

/** How many bytes an event has, in words. */
export const sizeInWords = `${dataLength} B of data, ${JSON.stringify(sample.metadata).length} B of metadata`;
