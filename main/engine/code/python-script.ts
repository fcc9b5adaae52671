/**
 * What runs in the Python process: makes one `ServiceRunner` and calls it for one item after the other. Lines of JSON in
 * and out; what the person's code prints is sent along as its log.
 */
export const PYTHON_SCRIPT = String.raw`"""Runs the ServiceRunner of a Sluice code node."""
import inspect
import json
import linecache
import logging
import math
import os
import queue
import signal
import sys
import threading
import traceback
import types

FILE = 'snippet.py'
MOST_LINES = 200
MOST_CHARACTERS = 4000


class Channel:
    """The way to the engine. The person's code keeps its own stdin and stdout, which lead nowhere near it."""

    def __init__(self):
        self.source = os.fdopen(os.dup(0), 'rb')
        self.target = os.fdopen(os.dup(1), 'wb', buffering=0)
        nothing, end = os.pipe()
        os.close(end)
        os.dup2(nothing, 0)
        os.dup2(2, 1)
        self.lock = threading.Lock()
        self.messages = queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.source:
            self.messages.put(json.loads(line))
        # The engine is gone, and nobody waits for what is done here.
        os._exit(0)

    def send(self, message):
        line = (json.dumps(message) + '\n').encode('ascii')
        with self.lock:
            while line:
                line = line[self.target.write(line):]


class Log:
    """Stands in for stdout and stderr."""

    encoding = 'utf-8'
    errors = 'replace'

    def __init__(self, channel):
        self.channel = channel
        self.rest = ''
        self.lines = 0

    def write(self, text):
        self.rest += str(text)
        *lines, self.rest = self.rest.split('\n')
        for line in lines:
            self.tell(line)
        return len(text)

    def tell(self, line):
        self.lines += 1
        if self.lines <= MOST_LINES:
            self.channel.send({'log': line[:MOST_CHARACTERS]})
        elif self.lines == MOST_LINES + 1:
            self.channel.send({'log': '… further lines were left out'})

    def end(self):
        if self.rest:
            self.tell(self.rest)
        self.rest = ''
        self.lines = 0

    def flush(self):
        pass

    def isatty(self):
        return False

    def fileno(self):
        return 2


class Missing(Exception):
    """There is nothing to call."""


class Progress:
    """What Dataloop gives to a function as progress."""

    def __init__(self):
        self.action = None
        self.logger = logging.getLogger('snippet')

    def update(self, status=None, progress=0, message=None, output=None, service_version=None, action=None, **_):
        if action is not None:
            self.action = str(action)


class Context(types.SimpleNamespace):
    """The facts of the node; what is not known is None."""

    def __getattr__(self, _name):
        return None


def to_context(value):
    if isinstance(value, dict):
        return Context(**{str(name): to_context(each) for name, each in value.items()})
    if isinstance(value, list):
        return [to_context(each) for each in value]
    return value


def to_entity(dl, kind, value):
    """The SDK's entity for its JSON; any other value as it is."""
    if kind.endswith('[]'):
        return [to_entity(dl, kind[:-2], each) for each in value] if isinstance(value, list) else value
    make = getattr(getattr(dl, kind, None), 'from_json', None)
    if make is None or not isinstance(value, dict):
        return value
    known = {'_json': value, 'client_api': dl.client_api}
    given = {}
    for name, parameter in inspect.signature(make).parameters.items():
        if name in known:
            given[name] = known[name]
        elif parameter.default is parameter.empty and parameter.kind is parameter.POSITIONAL_OR_KEYWORD:
            given[name] = None
    return make(**given)


def to_plain(value):
    """JSON of what the function returned."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (list, tuple, set)):
        return [to_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): to_plain(each) for name, each in value.items()}
    if callable(getattr(value, 'to_json', None)):
        return to_plain(value.to_json())
    raise TypeError('The function returned a ' + type(value).__name__ + ', which is not JSON.')


def arguments(function, inputs, extras):
    """Inputs by name; one whose name the function does not know goes to the next parameter that got nothing."""
    parameters = inspect.signature(function).parameters
    if any(each.kind is each.VAR_KEYWORD for each in parameters.values()):
        return {**inputs, **{name: value for name, value in extras.items() if name in parameters}}
    given = {name: value for name, value in inputs.items() if name in parameters}
    given.update({name: value for name, value in extras.items() if name in parameters and name not in given})
    free = [name for name, each in parameters.items() if name not in given and each.default is each.empty]
    left = [value for name, value in inputs.items() if name not in given]
    given.update(zip(free, left))
    return given


def connect():
    """The SDK, pointed at the local API when there is one."""
    import dtlpy as dl

    if os.environ.get('DTLPY_CUSTOM_ENV'):
        dl.setenv('custom')
        dl.client_api.token = os.environ.get('DTLPY_TOKEN', '')
    return dl


def load(message):
    source = message['source']
    linecache.cache[FILE] = (len(source), None, source.splitlines(True), FILE)
    module = types.ModuleType('snippet')
    module.__file__ = FILE
    sys.modules['snippet'] = module
    exec(compile(source, FILE, 'exec'), module.__dict__)
    name = message['functionName']
    runner = getattr(module, 'ServiceRunner', None)
    holder = runner() if isinstance(runner, type) else module
    function = getattr(holder, name, None)
    if not callable(function):
        known = 'class ServiceRunner has no method'
        where = 'There is no class ServiceRunner with a method' if holder is module else known
        raise Missing(where + ' "' + name + '".')
    return function


def describe(error):
    kind = 'memory' if isinstance(error, MemoryError) else 'user'
    name = type(error).__name__
    message = str(error)
    line, column = None, None
    calls = [each for each in traceback.extract_tb(error.__traceback__) if each.filename == FILE]
    if isinstance(error, SyntaxError) and error.filename == FILE:
        kind, message, line, column = 'invalid', error.msg, error.lineno, error.offset
    elif calls:
        line = calls[-1].lineno
    if isinstance(error, Missing):
        kind, name = 'invalid', ''
    if isinstance(error, ModuleNotFoundError):
        message += '. Install it for the Python that runs it: ' + sys.executable + ' -m pip install ' + str(error.name)
    return {
        'ok': False,
        'kind': kind,
        'message': (name + ': ' if name else '') + message,
        'stack': ''.join(traceback.format_list(calls)),
        'line': line,
        'column': column,
    }


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = Channel()
    log = Log(channel)
    sys.stdout = sys.stderr = log
    function = dl = None
    context = Context()
    while True:
        message = channel.messages.get()
        try:
            if message['op'] == 'open':
                dl = connect()
                context = to_context(message['context'])
                context.logger = logging.getLogger('snippet')
                logging.basicConfig(stream=log, level=logging.INFO, format='%(levelname)s %(message)s')
                function = load(message)
                answer = {'ok': True}
            else:
                progress = Progress()
                given = message['inputs'].items()
                inputs = {name: to_entity(dl, each['type'], each['value']) for name, each in given}
                extras = {'progress': progress, 'context': context}
                value = function(**arguments(function, inputs, extras))
                answer = {'ok': True, 'value': to_plain(value), 'action': progress.action}
        except BaseException as error:
            answer = describe(error)
        log.end()
        channel.send(answer)


main()
`;
