/** What stands between `//` and `@` in an address. */
const userInfo = /\/\/[^/@\s]*(?:\/[^@\s]*)?@/g;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The secrets in an address, as they stand there and as they are meant. */
const secretsIn = (url: string): ReadonlyArray<string> => {
  const [, password = ''] = /\/\/[^:@]*:([^@]*)@/.exec(url) ?? [];
  return [password, decoded(password)].filter((secret) => secret !== '');
};

/** A sentence that may be shown: without the user and the password of an address. */
export const withoutSecrets = (url: string, sentence: string): string => {
  let shown = sentence.replaceAll(userInfo, '//');
  for (const secret of secretsIn(url)) shown = shown.replaceAll(secret, '…');
  return shown;
};
