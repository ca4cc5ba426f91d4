import type { BusStream } from '@commissioning/event-bus';
import type { FeedName } from '@services/feeds';

/** The stream each feed is published to: never one for both. */
export const busStreams: Readonly<Record<FeedName, BusStream>> = {
  public: { name: 'COMMISSIONING_PUBLIC', subjects: 'commissioning.public.>' },
  internal: { name: 'COMMISSIONING_INTERNAL', subjects: 'commissioning.internal.>' },
};
