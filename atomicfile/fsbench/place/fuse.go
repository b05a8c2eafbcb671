package place

import (
	"errors"
	"os/exec"
	"strings"
)

// FUSE returns file systems that are programs of Debian.
func FUSE() []Place {
	return []Place{
		{"bindfs", func(m *Mounted) error {
			back, err := m.backing("back")
			if err != nil {
				return err
			}
			return m.serve(command("bindfs", "-f", "-o", "attr_timeout=0,entry_timeout=0,negative_timeout=0", back, m.Dir))
		}},
		{"fuse-overlayfs", func(m *Mounted) error {
			options, err := m.layers()
			if err != nil {
				return err
			}
			return m.serve(command("fuse-overlayfs", "-f", "-o", options+",timeout=0", m.Dir))
		}},
		{"ntfs-3g", func(m *Mounted) error {
			file, err := m.image(64, "mkfs.ntfs", "-q", "-F", "-f")
			if err != nil {
				return err
			}
			return m.serve(command("ntfs-3g", "-o", "no_detach,hide_hid_files", file, m.Dir))
		}},
		{"exfat (FUSE)", func(m *Mounted) error {
			file, err := m.image(64, "mkfs.exfat")
			if err != nil {
				return err
			}
			disk, err := m.loop(file)
			if err != nil {
				return err
			}
			return m.serve(command("mount.exfat-fuse", "-d", disk, m.Dir))
		}},
		{"sshfs", func(m *Mounted) error { return sshfs(m) }},
		{"sshfs, server without extensions", func(m *Mounted) error {
			return sshfs(m, "-P", "posix-rename,hardlink,fsync,lsetstat,statvfs")
		}},
		{"rclone", rclone},
	}
}

// sftpServer is the server of the package openssh-sftp-server, which needs
// neither network nor keys if it is talked to directly.
const sftpServer = "/usr/lib/openssh/sftp-server"

func sshfs(m *Mounted, options ...string) error {
	back, err := m.backing("back")
	if err != nil {
		return err
	}
	server := exec.Command(sftpServer, options...)
	client := command("sshfs", "-f", "-o", "passive,default_permissions,allow_other,attr_timeout=0,entry_timeout=0,dir_cache=no", ":"+back, m.Dir)
	if server.Stdin, err = client.StdoutPipe(); err != nil {
		return err
	}
	if client.Stdin, err = server.StdoutPipe(); err != nil {
		return err
	}
	if err := m.start(server); err != nil {
		return err
	}
	return m.serve(client)
}

// rclone has no cache. With one it uploads files some time after they were
// closed, so that what is there is a matter of chance.
func rclone(m *Mounted) error {
	back, err := m.backing("back")
	if err != nil {
		return err
	}
	cmd := command("rclone", "mount", ":local:"+back, m.Dir, "--allow-other", "--config", "", "--dir-cache-time", "0",
		"--vfs-cache-mode", "off")
	return m.serve(cmd)
}

// Served is a file system that a program of ours serves. The program is given
// the two directories as its last arguments. It is told on and off on its
// standard input, and answers each by a line.
func Served(name string, program ...string) Place {
	return Place{name, func(m *Mounted) error {
		back, err := m.backing("back")
		if err != nil {
			return err
		}
		cmd := command(append(program, back, m.Dir)...)
		orders, err := cmd.StdinPipe()
		if err != nil {
			return err
		}
		answers, err := cmd.StdoutPipe()
		if err != nil {
			return err
		}
		m.Arm = func(on bool) error {
			order := "off\n"
			if on {
				order = "on\n"
			}
			if _, err := orders.Write([]byte(order)); err != nil {
				return err
			}
			answer := make([]byte, 100)
			n, err := answers.Read(answer)
			if got := strings.TrimSpace(string(answer[:n])); err == nil && got != "done" {
				return errors.New(got)
			}
			return err
		}
		return m.serve(cmd)
	}}
}
