import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';

/** What one half of a key is held as: any one of its recipients, or of the identities that open for them. */
type Half = ReadonlyArray<string>;

/**
 * Encrypts with age to the first half, and what comes of it to the next, so that opening it takes one key of each. Anybody
 * who holds a key of a half can stand in for the others who do.
 */
export const encryptedTo = async (halves: ReadonlyArray<Half>, content: Uint8Array): Promise<Uint8Array> => {
  let sealed = content;
  for (const recipients of halves) {
    const encrypter = new Encrypter();
    for (const recipient of recipients) encrypter.addRecipient(recipient);
    sealed = await encrypter.encrypt(sealed);
  }
  return sealed;
};

/** Opens what was encrypted to halves with keys of each, in the order of the halves. Throws when it does not open. */
export const decryptedBy = async (halves: ReadonlyArray<Half>, sealed: Uint8Array): Promise<Uint8Array> => {
  let content = sealed;
  for (const identities of halves.toReversed()) {
    const decrypter = new Decrypter();
    for (const identity of identities) decrypter.addIdentity(identity);
    content = await decrypter.decrypt(content);
  }
  return content;
};

/** The recipient that an identity opens for; undefined when it is no identity of age. */
export const recipientOf = async (identity: string): Promise<string | undefined> => {
  try {
    return await identityToRecipient(identity);
  } catch {
    return undefined;
  }
};
