/** An address as browsers and readers know it. */
export interface PublicAddress {
  origin: string
  /** The host, with a port where it is not the usual one, as a browser names it. */
  host: string
  /** The whole address without a closing slash. */
  href: string
}

/** Addresses that are separated by commas or blanks; undefined unless all of them name an origin and perhaps a path. */
export function publicAddresses(value: string): readonly PublicAddress[] | undefined {
  const addresses = value.split(/[\s,]+/).filter(Boolean).map((one) => URL.parse(one)) // prettier-ignore
  const isAddress = (url: URL | null): url is URL =>
    url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === ''
  if (addresses.length === 0 || !addresses.every(isAddress)) return undefined
  return addresses.map(({ origin, host, pathname }) => ({ origin, host, href: origin + pathname.replace(/\/+$/, '') }))
}
