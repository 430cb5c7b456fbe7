package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"syscall"
	"time"
)

const longestHandshake = 30 * time.Second

// masked is a frame as a client writes it: masked with nothing, which leaves it as it is.
func masked(op byte, text []byte) []byte {
	frame := []byte{0x80 | op}
	switch size := len(text); {
	case size < 126:
		frame = append(frame, 0x80|byte(size))
	case size < 65536:
		frame = binary.BigEndian.AppendUint16(append(frame, 0x80|126), uint16(size))
	default:
		frame = binary.BigEndian.AppendUint64(append(frame, 0x80|127), uint64(size))
	}
	return append(append(frame, 0, 0, 0, 0), text...)
}

// frame reads the next one. Its text is good until the next is read.
func (r *reader) frame() (op byte, text []byte, err error) {
	head, err := r.in.Peek(2)
	if err != nil {
		return 0, nil, err
	}
	op, size := head[0]&15, int(head[1]&127)
	skip := 2
	if size >= 126 {
		skip += 2 + 6*(size-126)
		if head, err = r.in.Peek(skip); err != nil {
			return 0, nil, err
		}
		if size == 126 {
			size = int(binary.BigEndian.Uint16(head[2:]))
		} else {
			size = int(binary.BigEndian.Uint64(head[2:]))
		}
	}
	if _, err = r.in.Discard(skip); err != nil {
		return 0, nil, err
	}
	if cap(r.held) < size {
		r.held = make([]byte, size)
	}
	text = r.held[:size]
	_, err = io.ReadFull(r.in, text)
	return op, text, err
}

// connect takes a seat: handshake, hello, and all of the welcome. rcvbuf is that of a reader that will not read.
func connect(addr string, one seat) (*reader, error) {
	dialer := net.Dialer{Timeout: longestHandshake}
	if one.Stuck {
		dialer.Control = func(_, _ string, raw syscall.RawConn) error {
			return raw.Control(func(fd uintptr) {
				_ = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 4096)
			})
		}
	}
	held, err := dialer.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	_ = held.SetDeadline(time.Now().Add(longestHandshake))
	found := &reader{conn: held, in: bufio.NewReaderSize(held, 4096), isStuck: one.Stuck}
	if err := found.shake(addr, one); err != nil {
		held.Close()
		return nil, err
	}
	_ = held.SetDeadline(time.Time{})
	return found, nil
}

func (r *reader) shake(addr string, one seat) error {
	_, err := fmt.Fprintf(r.conn, "GET %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nUpgrade: websocket\r\n"+
		"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
		one.Path, addr, addr)
	if err != nil {
		return err
	}
	status, err := r.in.ReadString('\n')
	if err != nil || !bytes.Contains([]byte(status), []byte(" 101 ")) {
		return fmt.Errorf("refused: %q %v", status, err)
	}
	for line := status; line != "\r\n"; {
		if line, err = r.in.ReadString('\n'); err != nil {
			return err
		}
	}
	if one.Hello != "" {
		if _, err := r.conn.Write(masked(1, []byte(one.Hello))); err != nil {
			return err
		}
	}
	for ready := one.Ready == ""; !ready; {
		op, text, err := r.frame()
		if err != nil || op == 8 {
			return fmt.Errorf("no welcome: %d %v", op, err)
		}
		ready = bytes.Contains(text, []byte(one.Ready))
	}
	return nil
}
