package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// An image is a file in memory that is also a block device.
type image struct {
	*os.File
	Device string // path of the block device
	Size   int64  // bytes
}

// loopSetFD is the request that gives a loop device its file (linux/loop.h).
const loopSetFD = 0x4C00

// newImage makes an image of size bytes, all zeros, and the block device
// /dev/loopN of it.
func newImage(name string, size int64, n int) (*image, error) {
	f, err := os.Create("/ram/" + name)
	if err != nil {
		return nil, err
	}
	if err := f.Truncate(size); err != nil {
		return nil, err
	}
	i := &image{f, fmt.Sprintf("/dev/loop%d", n), size}
	loop, err := os.OpenFile(i.Device, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	// As long as anybody has it open, the kernel keeps a cache of the device,
	// and does not see that the file has changed.
	defer loop.Close()
	return i, unix.IoctlSetInt(int(loop.Fd()), loopSetFD, int(f.Fd()))
}

// clear makes the image all zeros again, and gives the memory back.
func (i *image) clear() error {
	if err := i.Truncate(0); err != nil {
		return err
	}
	return i.Truncate(i.Size)
}

// chunk is how much is copied at a time, in bytes.
const chunk = 64 << 10

// copySparse copies what is not zero.
func copySparse(dst io.WriterAt, src io.Reader) error {
	var zeros [chunk]byte
	buf := make([]byte, chunk)
	for off := int64(0); ; off += chunk {
		n, err := io.ReadFull(src, buf)
		if n > 0 && string(buf[:n]) != string(zeros[:n]) {
			if _, err := dst.WriteAt(buf[:n], off); err != nil {
				return err
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// copyImage makes dst the same as src. Holes are not looked at.
func copyImage(dst, src *image) error {
	if err := dst.clear(); err != nil {
		return err
	}
	for off := int64(0); ; {
		data, err := src.Seek(off, unix.SEEK_DATA)
		if err != nil { // there is no more
			return nil
		}
		hole, err := src.Seek(data, unix.SEEK_HOLE)
		if err != nil {
			return err
		}
		if err := copySparse(&shifted{dst, data}, io.NewSectionReader(src, data, hole-data)); err != nil {
			return err
		}
		off = hole
	}
}

// shifted is a file from an offset on.
type shifted struct {
	io.WriterAt
	off int64
}

func (s *shifted) WriteAt(b []byte, off int64) (int, error) { return s.WriterAt.WriteAt(b, s.off+off) }
