package sqlite

import (
	"golang.org/x/sys/unix"

	"comity/internal/store"
)

// networkDisks are file systems on which SQLite's locks and shared memory
// can't be trusted; statfs(2) numbers them.
var networkDisks = map[int64]string{
	0x6969:     "NFS",
	0x517B:     "SMB",
	0xFE534D42: "SMB",
	0xFF534D42: "CIFS",
	0x5346414F: "AFS",
	0x00C36400: "Ceph",
	0x73757245: "Coda",
	0x0BD00BD0: "Lustre",
}

// fitDisk refuses a folder on a network disk.
func fitDisk(folder string) error {
	var st unix.Statfs_t
	if err := unix.Statfs(folder, &st); err != nil {
		return &store.Fault{Kind: store.Failed, What: "look at the folder " + folder, Err: err, Do: "make the folder, or name another"}
	}
	if name, ok := networkDisks[int64(uint32(st.Type))]; ok {
		return &store.Fault{Kind: store.Unfit,
			What: folder + " lies on a network disk (" + name + "), where two machines could write one store unseen",
			Do:   "keep the store on a local disk, or use PostgreSQL"}
	}
	return nil
}
