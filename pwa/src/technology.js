// @ts-check
/** The catalogue on the phone: searching, comparing, keeping. */
