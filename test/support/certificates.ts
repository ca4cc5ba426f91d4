import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate that is its own authority, good for this machine alone. */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
  /** The file of the certificate, to be named as an authority. */
  readonly file: string;
}

const openssl = 'openssl';

/** Whether certificates can be made here. */
export const canMakeCertificates = (): boolean => {
  try {
    execFileSync(openssl, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Makes a certificate in a folder, for localhost. */
export const makeCertificate = (folder: string, name: string): Certificate => {
  const [keyFile, file] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  const subject = `-subj /CN=${name} -addext subjectAltName=DNS:localhost`;
  const made = `-x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2 ${subject}`;
  execFileSync(openssl, ['req', ...made.split(' '), '-keyout', keyFile, '-out', file], { stdio: 'ignore' });
  return { key: readFileSync(keyFile, 'utf8'), certificate: readFileSync(file, 'utf8'), file };
};
