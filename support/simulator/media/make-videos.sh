#!/bin/sh
# Renders the videos that the simulated providers deliver: four seconds of a sun over moving waves
# with a soft chord, h264 + aac, faststart. Needs ffmpeg; the results are committed, so nobody has
# to run it.
set -eu
cd "$(dirname "$0")"

chord="aevalsrc='0.08*sin(2*PI*220*t)+0.06*sin(2*PI*277.18*t)+0.06*sin(2*PI*329.63*t)':s=44100:d=4,afade=t=in:d=0.6,afade=t=out:st=3.2:d=0.8,aformat=channel_layouts=mono"

# One colour channel, 0-255: sky (top to horizon), sun, then three waves from far to near. ld(0) to
# ld(3) hold how much of the sun and of each wave covers this pixel, 0-1 with a soft edge.
channel() { # sky top, horizon, sun, far wave, middle wave, near wave
	sun="st(0,clip((min(W,H)*(0.15+0.01*sin(T*1.6))-hypot(X-W*(0.36+0.05*T),Y-H*(0.40-0.02*T)))/2,0,1))"
	far="st(1,clip((Y-H*(0.58+0.030*sin(6.2*X/W+1.1*T)))/2,0,1))"
	middle="st(2,clip((Y-H*(0.70+0.035*sin(7.9*X/W-1.6*T+1)))/2,0,1))"
	near="st(3,clip((Y-H*(0.83+0.040*sin(5.1*X/W+2.2*T+2)))/2,0,1))"
	sky="lerp($1,$2,clip(Y/(H*0.62),0,1))"
	echo "$sun;$far;$middle;$near;lerp(lerp(lerp(lerp($sky,$3,ld(0)),$4,ld(1)),$5,ld(2)),$6,ld(3))"
}

render() { # name, frame, red, green and blue channel
	ffmpeg -y -loglevel error \
		-f lavfi -i "color=black:s=$2:r=24:d=4,format=gbrp,geq=r='$3':g='$4':b='$5'" \
		-f lavfi -i "$chord" \
		-c:v libx264 -profile:v high -pix_fmt yuv420p -preset veryslow -crf 27 \
		-c:a aac -b:a 40k -t 4 -movflags +faststart -map_metadata -1 \
		-fflags +bitexact -flags:v +bitexact -flags:a +bitexact \
		"$1"
}

render portrait.mp4 360x640 \
	"$(channel 38 255 255 190 108 44)" "$(channel 24 120 221 58 38 22)" "$(channel 92 118 148 118 112 78)"
render landscape.mp4 640x360 \
	"$(channel 18 255 255 38 20 8)" "$(channel 78 214 244 150 104 58)" "$(channel 140 170 214 162 136 92)"
render square.mp4 480x480 \
	"$(channel 66 255 255 150 92 48)" "$(channel 32 176 236 84 44 24)" "$(channel 118 196 190 164 128 96)"
