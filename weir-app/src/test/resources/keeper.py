# Keeps a listening socket and runs a command with it as standard input, again whenever it ends:
# what systemd does with a .socket unit, Restart=always and StandardInput=socket.
import os, signal, socket, sys

listening = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=4096)
os.dup2(listening.fileno(), 0)

child = 0
ending = False


def end(signum, frame):
    global ending
    ending = True
    os.kill(child, signum)


signal.signal(signal.SIGTERM, end)
while not ending:
    child = os.fork()
    if child == 0:
        listening.close()
        os.execv(sys.argv[2], sys.argv[2:])
    os.waitpid(child, 0)
