import type { DomainEvent, EventDefinition } from '@commissioning/kernel';

/** An event from data as it is typed by hand, without brands; its definition refuses what its codec would. */
export const made = <Type extends string, Data>(
  definition: EventDefinition<Type, Data>,
  data: unknown,
): DomainEvent<Type, Data> => definition.make(data as Data);
