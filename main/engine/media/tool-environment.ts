/**
 * The environment variables that ffmpeg and ffprobe run with.
 */

/**
 * This process's environment, made safe. Statically linked Linux builds (the embedded ones too) crash on the
 * service name of every MPEG transport stream, because their iconv loads the system's modules of another glibc:
 * without a module folder it only leaves the name untranslated.
 */
export function toolEnvironment(): NodeJS.ProcessEnv {
  const { FFREPORT: _writesFiles, ...env } = process.env;
  const iconv = process.platform === 'linux' ? { GCONV_PATH: '/nonexistent' } : {};
  return { ...env, ...iconv, AV_LOG_FORCE_NOCOLOR: '1' };
}
