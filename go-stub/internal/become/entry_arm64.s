#include "textflag.h"

// Its one argument is "orssh-sandbox", and its environment begins with
// "ORSSH_BECOME=".
TEXT ·entry(SB),NOSPLIT|NOFRAME|TOPFRAME,$0
	MOVD  RSP, R9
	MOVD  (R9), R1
	CMP   $1, R1
	BNE   usual
	MOVD  8(R9), R10
	MOVD  (R10), R1
	MOVD  $0x61732d687373726f, R2
	CMP   R2, R1
	BNE   usual
	MOVWU 8(R10), R1
	MOVD  $0x6f62646e, R2
	CMP   R2, R1
	BNE   usual
	MOVHU 12(R10), R1
	CMP   $0x78, R1
	BNE   usual
	MOVD  24(R9), R10
	CBZ   R10, usual
	MOVD  (R10), R1
	MOVD  $0x45425f485353524f, R2
	CMP   R2, R1
	BNE   usual
	MOVWU 8(R10), R1
	MOVD  $0x454d4f43, R2
	CMP   R2, R1
	BNE   usual
	MOVBU 12(R10), R1
	CMP   $0x3d, R1
	BNE   usual
	BL    ·enter(SB)
usual:
	JMP   _rt0_arm64_linux(SB)
