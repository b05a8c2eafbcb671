package place

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// ciphers are the modules that CIFS asks for by the names of algorithms.
var ciphers = []string{"hmac", "cmac", "sha512_generic", "ccm", "ctr", "ghash-generic", "gcm", "ecb"}

// Network returns file systems of servers, which run on the same machine. They
// need a guest: the servers are part of its kernel, or change its users.
func Network() []Place {
	return []Place{
		Place{"NFS 4.2, Linux 6.1", nfs}.with("loop", "nfsd", "nfs", "nfsv4"),
		Place{"CIFS, Linux 6.1", cifs}.with(append(ciphers, "loop", "cifs")...),
		Place{"9p, Linux 6.1", diod}.with("loop", "9pnet_fd", "9p"),
	}
}

// exported mounts a file system, which has to be ext4 to have everything that
// a server may ask for.
func (m *Mounted) exported() (string, error) {
	dir, err := m.path("exported")
	if err != nil {
		return "", err
	}
	file, err := m.image(32, "mkfs.ext4", "-q", "-F")
	if err != nil {
		return "", err
	}
	if err := run("mount", "-o", "loop", file, dir); err != nil {
		return "", err
	}
	m.unmountLater(dir)
	return dir, errors.Join(os.Remove(filepath.Join(dir, "lost+found")), loopback())
}

// loopback turns on the network interface that leads to the machine itself.
func loopback() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	r, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	r.SetUint16(unix.IFF_UP)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, r)
}

// listening waits until somebody listens at a port of this machine.
func listening(port int) error {
	address := fmt.Sprintf("127.0.0.1:%d", port)
	return patiently("connect to "+address, func() error {
		c, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			c.Close()
		}
		return err
	})
}

func nfs(m *Mounted) error {
	dir, err := m.exported()
	if err != nil {
		return err
	}
	for _, d := range []string{"/var/lib/nfs/v4recovery", "/var/lib/nfs/rpc_pipefs", "/run/rpcbind"} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			return err
		}
	}
	for _, name := range []string{"etab", "rmtab"} {
		if err := os.WriteFile(filepath.Join("/var/lib/nfs", name), nil, 0o644); err != nil {
			return err
		}
	}
	if err := m.mounted("nfsd", "/proc/fs/nfsd", "nfsd", 0, ""); err != nil {
		return err
	}
	for _, words := range [][]string{
		{"rpcbind", "-w"},
		{"exportfs", "-o", "rw,no_root_squash,insecure,no_subtree_check,fsid=0", "127.0.0.1:" + dir},
		{"rpc.nfsd", "-N", "3", "4"},
		{"rpc.mountd"},
	} {
		if err := run(words...); err != nil {
			return err
		}
	}
	// Nobody has locks from before, for which the server would wait.
	if err := os.WriteFile("/proc/fs/nfsd/v4_end_grace", []byte("Y"), 0); err != nil {
		return err
	}
	m.later(func() error { return run("rpc.nfsd", "0") })
	if err := run("mount", "-t", "nfs", "-o", "vers=4.2", "127.0.0.1:/", m.Dir); err != nil {
		return err
	}
	m.unmountLater(m.Dir)
	return nil
}

// samba is a server for one directory, without users.
const samba = `[global]
server role = standalone
interfaces = lo
bind interfaces only = yes
map to guest = Bad User
guest account = root
private dir = %[1]s
state directory = %[1]s
cache directory = %[1]s
lock directory = %[1]s
pid directory = %[1]s
ncalrpc dir = %[1]s/rpc
log file = %[1]s/log
load printers = no
disable spoolss = yes
[files]
path = %[2]s
guest ok = yes
guest only = yes
force user = root
read only = no
`

func cifs(m *Mounted) error {
	dir, err := m.exported()
	if err != nil {
		return err
	}
	state, err := m.path("state")
	if err != nil {
		return err
	}
	config := filepath.Join(state, "smb.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, samba, state, dir), 0o644); err != nil {
		return err
	}
	if err := m.start(command("smbd", "--foreground", "--no-process-group", "--configfile="+config)); err != nil {
		return err
	}
	if err := listening(445); err != nil {
		return err
	}
	if err := run("mount", "-t", "cifs", "-o", "guest,vers=3.1.1,uid=0,gid=0", "//127.0.0.1/files", m.Dir); err != nil {
		return err
	}
	m.unmountLater(m.Dir)
	return nil
}

func diod(m *Mounted) error {
	dir, err := m.exported()
	if err != nil {
		return err
	}
	if err := m.start(command("diod", "--foreground", "--no-auth", "--listen", "127.0.0.1:564", "--export", dir)); err != nil {
		return err
	}
	if err := listening(564); err != nil {
		return err
	}
	return m.mounted("127.0.0.1", m.Dir, "9p", 0, "trans=tcp,port=564,version=9p2000.L,uname=root,access=user,aname="+dir)
}
