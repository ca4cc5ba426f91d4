import { Line, LocalId, personal, struct } from '@commissioning/kernel';

/** A person to write to. The name and address are theirs, sealed under their key; `person` is the provider's own id for them. */
export const Contact = struct(
  { person: LocalId, name: personal(Line, 'person') },
  { email: personal(Line, 'person') },
  'Contact',
);
